// What is said: the live region, toasts with undo, failures, the connection, focus after swaps.
import { about, forget, land } from './landing.js';

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

/** Shows and tells the messages that came with the page or an answer; says how many. */
function greet() {
  const fresh = document.querySelectorAll('[data-toast]');
  fresh.forEach((shown) => {
    delete shown.dataset.toast;
    about(shown.dataset.at);
    watch(shown);
    const undo = shown.querySelector('.undo');
    const text = shown.querySelector('span').textContent;
    announce(undo ? `${text} ${undo.textContent}: Ctrl Z` : text);
  });
  return fresh.length;
}

greet();
function arrive() {
  if (document.activeElement === document.body && !document.querySelector('main [data-error-summary]')) land();
}
// A browser that goes to the place in the address takes the focus away once more.
if (location.hash && document.readyState !== 'complete') addEventListener('load', () => setTimeout(arrive)); else arrive();
let waiting = false; // messages came before what they are about
const began = new WeakMap(); // what had the focus when a request was sent
document.addEventListener('htmx:beforeRequest', (event) => began.set(event.detail.xhr, document.activeElement));
/** Whether the person went on to something else while the answer was on its way: the focus stays there. */
const wentOn = (xhr) => ![document.body, null, began.get(xhr)].includes(document.activeElement);
document.addEventListener('htmx:oobAfterSwap', () => { waiting = greet() > 0 || waiting; });
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
  else if (waiting && wentOn(event.detail.xhr)) { waiting = false; forget(); }
  else if (waiting && land()) { waiting = false; return; }
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
