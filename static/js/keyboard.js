// Shortcuts. Single keys are off in fields and layers, and can be switched off altogether (WCAG 2.1.4).
import { open } from './layers.js';

const GO = { work: 'w', accounts: 'a', portfolio: 'p', plans: 'l', reviews: 'r', management: 'd' };
const places = new Map();
document.querySelectorAll('[data-go]').forEach((key) => {
  const letter = GO[key.dataset.go];
  if (!letter) { key.parentElement.hidden = true; return; }
  key.textContent = `g ${letter}`;
  places.set(letter, key.dataset.href);
});

const box = document.querySelector('[data-single-keys]');
function singleKeys() {
  try { return localStorage.getItem('kamp:single-keys') !== 'off'; } catch { return true; }
}
if (box) {
  box.checked = singleKeys();
  box.addEventListener('change', () => {
    try { localStorage.setItem('kamp:single-keys', box.checked ? 'on' : 'off'); } catch { /* lasts for this page */ }
  });
}

let waiting = false; // "g" was pressed
document.addEventListener('keydown', (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
    const palette = document.getElementById('palette');
    if (palette) { event.preventDefault(); open(palette); }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || busy(event.target) || !singleKeys()) return;
  if (waiting) {
    waiting = false;
    const url = places.get(event.key);
    if (url) { event.preventDefault(); location.assign(url); return; }
  }
  if (event.key === 'g') { waiting = true; setTimeout(() => { waiting = false; }, 1500); return; }
  if (event.key === '?') { event.preventDefault(); open(document.getElementById('keys')); return; }
  const target = { '[': '[data-prev]', ']': '[data-next]', t: '[data-toggle-view]:not([aria-current])', e: '[data-edit]', c: '[data-comment]' }[event.key];
  const element = target && document.querySelector(target);
  if (element) { event.preventDefault(); element.matches('textarea, input') ? element.focus() : element.click(); }
});

export function busy(element) {
  return Boolean(element.closest?.('input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]')
    || document.querySelector('dialog[open], [popover]:popover-open, details[data-menu][open]'));
}

export { singleKeys };
