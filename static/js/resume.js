// A form that is sent after the session has ended is not lost: what was typed is back after the next sign-in of the same
// person in this tab, or on the way back from a page that says why it was not taken, to be sent again. A form sent
// without a new page stays open meanwhile. Forms that save by themselves have a queue of their own (autosave.js).
import { open } from './layers.js';
import { announce, toast } from './live.js';
import { renewToken } from './token.js';

const KEY = `kamp:typed:${document.body.dataset.user || ''}`;
const FIELDS = 'input:not([type="hidden"], [type="password"], [type="file"], [type="submit"]), textarea, select';

const isTick = (field) => field.type === 'checkbox' || field.type === 'radio';
const isList = (field) => field.type === 'select-multiple';
const here = () => location.pathname + location.search;
const fieldsOf = (form) => [...form.querySelectorAll(FIELDS)].filter((field) => field.name);

function held(field) {
  if (isTick(field)) return field.checked ? field.value : null;
  return isList(field) ? [...field.selectedOptions].map((option) => option.value) : field.value;
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.getAttribute('method') !== 'post' || form.matches('[hx-post], [data-autosave-url]')) return;
  const fields = fieldsOf(form).map((field) => [field.name, held(field)]).filter(([, value]) => value !== null);
  if (!fields.length) return;
  const kept = { page: here(), action: form.getAttribute('action') || '', fields };
  try { sessionStorage.setItem(KEY, JSON.stringify(kept)); } catch { /* a browser that keeps nothing */ }
});

function put(field, values) {
  if (isTick(field)) field.checked = values.includes(field.value);
  else if (isList(field)) [...field.options].forEach((option) => { option.selected = values.flat().includes(option.value); });
  else if (values.length) [field.value] = values;
}

function resume(kept) {
  const names = new Set(kept.fields.map(([name]) => name));
  const form = [...document.forms].find((each) => (each.getAttribute('action') || '') === kept.action
    && fieldsOf(each).some((field) => names.has(field.name)));
  if (!form) return;
  for (const field of fieldsOf(form)) put(field, kept.fields.filter(([name]) => name === field.name).map(([, value]) => value));
  form.dispatchEvent(new Event('input', { bubbles: true })); // leaving the page now asks first
  if (form.closest('dialog')) open(form.closest('dialog'));
  toast({ text: document.getElementById('words').dataset.typed });
}

try {
  const kept = JSON.parse(sessionStorage.getItem(KEY));
  sessionStorage.removeItem(KEY);
  const cameFrom = document.referrer ? new URL(document.referrer) : null;
  const hasSignedIn = cameFrom?.origin === location.origin && cameFrom.pathname.startsWith('/auth/');
  // Pages that say why something was not taken run nothing, and so leave what was kept.
  const isBack = performance.getEntriesByType('navigation')[0]?.type === 'back_forward';
  if (kept && (hasSignedIn || isBack) && kept.page === here()) resume(kept);
} catch { /* nothing was kept */ }

// ---- sent without a new page: it stays open, and can be sent again after signing in in another tab --------------------
const DONE_BY_HAND = new Set(['click', 'submit', 'change', 'input', 'keydown', 'keyup']);
let isSignedOut = false;
function tellSignedOut() {
  isSignedOut = true;
  const told = document.createElement('div');
  told.className = 'toast';
  told.dataset.signedOut = '';
  told.append(document.getElementById('save-state-signed-out').content.cloneNode(true));
  told.querySelector('a').target = '_blank';
  document.querySelectorAll('[data-signed-out]').forEach((earlier) => earlier.remove());
  document.getElementById('toasts').append(told);
  announce(told.textContent.trim());
}
document.addEventListener('kamp:signed-out', tellSignedOut);
// A page that looks again by itself is not taken away from who types in it.
document.addEventListener('htmx:beforeOnLoad', (event) => {
  const { xhr, requestConfig } = event.detail;
  if (!xhr.getResponseHeader('HX-Redirect') || DONE_BY_HAND.has(requestConfig.triggeringEvent?.type)) return;
  event.preventDefault();
  if (!isSignedOut) tellSignedOut();
});

async function comeBack() {
  if (!isSignedOut || document.hidden || !await renewToken()) return;
  isSignedOut = false;
  document.querySelectorAll('[data-signed-out]').forEach((told) => told.remove());
}
document.addEventListener('visibilitychange', comeBack);
addEventListener('focus', comeBack);
