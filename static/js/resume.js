// A form that is sent after the session has ended is not lost: what was typed is back after the next sign-in of the same
// person in this tab, to be sent again. Forms that save by themselves have a queue of their own (autosave.js).
import { open } from './layers.js';
import { toast } from './live.js';

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
  if (kept && hasSignedIn && kept.page === here()) resume(kept);
} catch { /* nothing was kept */ }
