// What is said: the live region, toasts with undo, failures, the connection, focus after swaps.
const words = document.getElementById('words')?.dataset || {};
const region = document.getElementById('live');
const toastBox = () => document.getElementById('toasts'); // it may come anew with an answer
const SHOWN = 8000;
const TO_UNDO = 20000; // who has to find the button first, with keys or a screen reader, needs longer

export function announce(text) {
  if (!region || !text) return;
  region.textContent = '';
  setTimeout(() => { region.textContent = text; }, 50); // a change of text is what screen readers notice
}

function watch(toast) {
  const shown = toast.querySelector('.undo') ? TO_UNDO : SHOWN;
  let timer = setTimeout(() => toast.remove(), shown);
  const hold = () => clearTimeout(timer);
  const go = () => { timer = setTimeout(() => toast.remove(), shown); };
  toast.addEventListener('pointerenter', hold);
  toast.addEventListener('pointerleave', go);
  toast.addEventListener('focusin', hold);
  toast.addEventListener('focusout', go);
}

export function toast({ text, undo }) {
  const toasts = toastBox();
  if (!toasts || !text) return;
  const box = document.createElement('div');
  box.className = 'toast';
  const said = document.createElement('span');
  said.textContent = text;
  box.append(said);
  if (undo) {
    const button = document.createElement('button');
    button.className = 'undo';
    button.type = 'button';
    button.textContent = toasts.dataset.undo;
    button.addEventListener('click', () => {
      box.remove();
      window.htmx.ajax('POST', undo, { target: '#main', select: '#main', selectOOB: '#toasts', swap: 'outerHTML' });
    });
    box.append(button);
  }
  const cross = document.createElement('button');
  cross.className = 'x';
  cross.type = 'button';
  cross.dataset.dismissToast = '';
  cross.setAttribute('aria-label', toasts.dataset.dismiss);
  cross.textContent = '×';
  box.append(cross);
  toasts.append(box);
  watch(box);
  announce(undo ? `${text}. ${toasts.dataset.undo}` : text);
}

let wanted = ''; // the elements a message is about: the first that is there gets the focus

function greet() {
  document.querySelectorAll('[data-toast]').forEach((shown) => {
    delete shown.dataset.toast;
    wanted = shown.dataset.at || wanted;
    watch(shown);
    const undo = shown.querySelector('.undo');
    const text = shown.querySelector('span').textContent;
    announce(undo ? `${text} ${undo.textContent}: Ctrl Z` : text);
  });
}

/** Puts the focus on what came back, or on what follows what is gone; says whether there was such a thing. */
function land() {
  const place = wanted.split(',').map((id) => id && document.getElementById(id)).find(Boolean);
  wanted = '';
  if (!place) return false;
  const closed = place.closest('details:not([open])');
  if (closed) closed.open = true;
  const own = place.matches('a, button, input, select, textarea, [tabindex]');
  const target = own ? place : place.querySelector('[data-lands], .who a, a') || place;
  if (!target.matches('a, button, input, select, textarea, [tabindex]')) {
    target.tabIndex = -1;
    target.addEventListener('blur', () => target.removeAttribute('tabindex'), { once: true });
  }
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: 'center' });
  return true;
}
greet();
land();
document.addEventListener('htmx:oobAfterSwap', greet);
document.addEventListener('keydown', (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== 'z') return;
  if (event.target.closest?.('input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]')) return; // there it undoes typing
  const undo = [...document.querySelectorAll('.toast .undo')].pop();
  if (undo) { event.preventDefault(); undo.click(); }
});
document.addEventListener('click', (event) => event.target.closest('[data-dismiss-toast]')?.parentElement.remove());
document.addEventListener('kamp:toast', (event) => toast(event.detail));
document.addEventListener('kamp:announce', (event) => announce(event.detail.text));

// ---- htmx: busy, failed, what is new ---------------------------------------------------------------------------
document.addEventListener('htmx:beforeRequest', (event) => event.detail.target?.setAttribute?.('aria-busy', 'true'));
document.addEventListener('htmx:afterRequest', (event) => event.detail.target?.removeAttribute?.('aria-busy'));
document.addEventListener('htmx:responseError', (event) => {
  const { xhr } = event.detail;
  if (xhr.getResponseHeader('HX-Trigger')) return; // the server has said why
  const { status } = xhr;
  toast({ text: status === 403 ? words.refused : status === 404 ? words.gone : words.failed });
});
document.addEventListener('htmx:sendError', () => online(false));
document.addEventListener('htmx:afterSettle', (event) => {
  const said = event.detail.elt.closest?.('[data-announce]') || event.detail.elt.querySelector?.('[data-announce]');
  if (said) announce(said.dataset.announce);
  const summary = event.detail.elt.querySelector?.('[data-error-summary]');
  const conflict = event.detail.elt.querySelector?.('#conflict-title');
  if (summary || conflict) (summary || conflict).focus();
  else if (land()) return;
  else if (event.detail.elt.id === 'main') event.detail.elt.querySelector('h1')?.focus({ preventScroll: true });
  else if (document.activeElement === document.body) event.detail.elt.querySelector?.('[data-swap-focus]')?.focus({ preventScroll: true });
});

// ---- the connection ------------------------------------------------------------------------------------------------
export function online(is) {
  const bar = document.getElementById('offline');
  if (!bar || bar.hidden === is) return;
  bar.hidden = is;
  announce(is ? words.online : words.offline);
}
addEventListener('offline', () => online(false));
addEventListener('online', () => online(true));
if (!navigator.onLine) online(false);
document.addEventListener('htmx:afterOnLoad', () => online(true));
