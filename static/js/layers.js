// Dialogs, the drawer, menus, the search palette. Focus goes in, and back to the opener on close.
import { announce } from './live.js';

const openers = new WeakMap();

export function open(dialog, opener) {
  if (!dialog || dialog.open) return;
  openers.set(dialog, opener || document.activeElement);
  document.querySelectorAll('[popover]:popover-open').forEach((layer) => layer.hidePopover());
  dialog.showModal();
  const first = dialog.querySelector('[autofocus], input[type="search"]') || dialog.querySelector('h2[tabindex]');
  (first || dialog).focus();
}

document.addEventListener('click', (event) => {
  const opener = event.target.closest('[data-opens]');
  if (opener) {
    const dialog = document.getElementById(opener.dataset.opens);
    if (dialog) { event.preventDefault(); open(dialog, opener); }
  }
  if (event.target.closest('[data-closes]')) event.target.closest('dialog')?.close();
  if (event.target.tagName === 'DIALOG' && outside(event.target, event)) event.target.close();
  document.querySelectorAll('details[data-menu][open]').forEach((menu) => {
    if (!menu.contains(event.target) || event.target.closest('.menu-item')) menu.open = false;
  });
});

// What was refused is asked again where it was typed.
const refused = document.querySelector('[data-open-now]');
if (refused) open(document.getElementById(refused.dataset.openNow));

function outside(dialog, event) {
  const box = dialog.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') {
    const menu = document.querySelector('details[data-menu][open]');
    if (menu) { menu.open = false; menu.querySelector('summary').focus(); }
    return;
  }
  const items = event.target.closest?.('details[data-menu][open], [popover]:popover-open');
  if (items && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
    const all = [...items.querySelectorAll('.menu-item')];
    const at = all.indexOf(document.activeElement) + (event.key === 'ArrowDown' ? 1 : -1);
    all[(at + all.length) % all.length]?.focus();
    event.preventDefault();
  }
});

document.addEventListener('close', (event) => {
  if (event.target.tagName !== 'DIALOG') return;
  const opener = openers.get(event.target);
  if (event.target.id === 'drawer') event.target.replaceChildren();
  if (opener?.isConnected) opener.focus();
}, true);

// ---- drawer: any link with hx-target="#drawer" --------------------------------------------------------------
let asked = null;
document.addEventListener('htmx:beforeRequest', (event) => {
  if (event.detail.target?.id === 'drawer') asked = event.detail.elt;
});
document.addEventListener('htmx:afterSwap', (event) => {
  if (event.detail.target?.id !== 'drawer') return;
  const drawer = event.detail.target;
  if (drawer.open) drawer.querySelector('h2[tabindex]')?.focus();
  else open(drawer, asked);
});
document.addEventListener('kamp:close-drawer', () => document.getElementById('drawer')?.close());

// ---- palette --------------------------------------------------------------------------------------------------
const palette = document.getElementById('palette');
if (palette) {
  const input = palette.querySelector('input');
  const list = palette.querySelector('[role="listbox"]');
  const start = [...list.childNodes].map((node) => node.cloneNode(true)); // the navigation, shown before a search
  const options = () => [...list.querySelectorAll('[role="option"]')];
  const choose = (option) => {
    options().forEach((each) => each.setAttribute('aria-selected', String(each === option)));
    if (option) { input.setAttribute('aria-activedescendant', option.id); option.scrollIntoView({ block: 'nearest' }); }
    else input.removeAttribute('aria-activedescendant');
  };
  input.addEventListener('keydown', (event) => {
    const all = options();
    const at = all.findIndex((option) => option.getAttribute('aria-selected') === 'true');
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      choose(all[(at + (event.key === 'ArrowDown' ? 1 : all.length + (at < 0 ? 0 : -1))) % all.length]);
      event.preventDefault();
    }
    if (event.key === 'Enter' && at >= 0) { event.preventDefault(); all[at].click(); }
  });
  list.addEventListener('htmx:afterSwap', () => {
    choose(options()[0]);
    announce(`${document.getElementById('words').dataset.results}: ${options().length}`);
  });
  palette.addEventListener('close', () => { input.value = ''; list.replaceChildren(...start.map((node) => node.cloneNode(true))); choose(null); });
}
