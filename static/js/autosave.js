// Autosave: a field, or a box around some, with data-autosave, hx-post (or hx-patch) and hx-trigger="kamp:save".
// Text is sent 800 ms after typing stops and on leaving; choices 600 ms after the last change or on leaving.
// A copy of what could not be sent is kept in this browser and sent again, in order, when the connection is back.
const timers = new WeakMap();
const pending = new Set();

function send(box) {
  clearTimeout(timers.get(box));
  if (!pending.delete(box)) return;
  state('saving');
  box.dispatchEvent(new CustomEvent('kamp:save', { bubbles: false }));
}

function later(box, delay) {
  pending.add(box);
  clearTimeout(timers.get(box));
  timers.set(box, setTimeout(() => send(box), delay));
}

function state(name) {
  const shown = document.getElementById('save-state');
  if (!shown) return;
  shown.dataset.state = name;
  const template = document.getElementById(`save-state-${name}`);
  if (template) shown.replaceChildren(template.content.cloneNode(true));
  shown.classList.toggle('bad', name === 'failed');
}

const keyOf = (box) => `kamp:draft:${box.dataset.autosave}`;

function keep(box) {
  const values = [...box.querySelectorAll('input, textarea, select'), ...(box.matches('input, textarea, select') ? [box] : [])]
    .filter((input) => input.name && input.type !== 'hidden')
    .map((input) => [input.name, input.type === 'checkbox' || input.type === 'radio' ? String(input.checked) : input.value, input.value]);
  try { localStorage.setItem(keyOf(box), JSON.stringify({ at: Date.now(), values })); } catch { /* no room: the page still holds it */ }
}

function forget(box) {
  try { localStorage.removeItem(keyOf(box)); } catch { /* nothing kept */ }
}

document.addEventListener('input', (event) => {
  const box = event.target.closest('[data-autosave]');
  if (!box) return;
  const isChoice = event.target.matches('select, [type="radio"], [type="checkbox"]');
  later(box, isChoice ? 600 : 800);
});
document.addEventListener('focusout', (event) => {
  const box = event.target.closest?.('[data-autosave]');
  if (box && pending.has(box)) send(box);
});

const boxOf = (event) => event.detail.elt.closest?.('[data-autosave]');
document.addEventListener('htmx:sendError', (event) => {
  const box = boxOf(event);
  if (!box) return;
  keep(box);
  pending.add(box);
  state('failed');
});
document.addEventListener('htmx:responseError', (event) => {
  const box = boxOf(event);
  if (box && event.detail.xhr.status >= 500) { keep(box); pending.add(box); state('failed'); }
});
document.addEventListener('htmx:afterRequest', (event) => {
  const box = boxOf(event);
  if (box && event.detail.successful) forget(box);
});
const resend = () => [...pending].forEach(send);
addEventListener('online', resend);
document.addEventListener('click', (event) => { if (event.target.closest('[data-retry-save]')) resend(); });
addEventListener('beforeunload', (event) => { if (pending.size) { resend(); event.preventDefault(); } });

// What a closed page could not send is put back into its fields and sent.
document.querySelectorAll('[data-autosave]').forEach((box) => {
  let draft = null;
  try { draft = JSON.parse(localStorage.getItem(keyOf(box))); } catch { /* nothing kept */ }
  if (!draft) return;
  for (const [name, value, own] of draft.values) {
    for (const input of document.getElementsByName(name)) {
      if (!box.contains(input)) continue;
      if (input.type === 'checkbox' || input.type === 'radio') { if (input.value === own) input.checked = value === 'true'; } else input.value = value;
    }
  }
  later(box, 0);
});
