// The inbox: opening a notice marks it as read; r marks the row as read, s opens its delays.
import { busy, singleKeys } from './keyboard.js';
import { token } from './token.js';

function markQuietly(row) {
  if (!row.dataset.read) return;
  const body = new URLSearchParams({ quietly: '1' });
  fetch(row.dataset.read, { method: 'POST', body, keepalive: true, headers: { 'X-CSRFToken': token() } });
  row.dataset.read = '';
}

for (const kind of ['click', 'auxclick']) {
  document.addEventListener(kind, (event) => {
    const link = event.target.closest('[data-inbox] .notice-title');
    if (link && event.button < 2) markQuietly(link.closest('tr'));
  });
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || busy(event.target) || !singleKeys()) return;
  const row = event.target.closest?.('[data-inbox] tbody tr');
  const button = { r: '[data-mark]', s: '[data-later]' }[event.key];
  const element = row && button && row.querySelector(button);
  if (!element) return;
  event.preventDefault();
  element.click();
  if (event.key === 's') row.querySelector('.menu-list .menu-item')?.focus();
});
