// Dialogs, the drawer, menus. Focus goes in, and back to the opener on close.
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
  const opens = document.getElementById(event.target.getAttribute?.('popovertarget'));
  const items = opens?.matches(':popover-open') ? opens : event.target.closest?.('details[data-menu][open], [popover]:popover-open');
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
