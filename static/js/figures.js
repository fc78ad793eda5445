// Numbers in the language of the page, written as kamp/shared/formats.py writes them (a test compares the two).
const language = document.documentElement.lang.startsWith('en') ? 'en' : 'it';
const locale = language === 'it' ? 'it-IT' : 'en-GB';
const MINUS = '\u2212';
const NBSP = '\u00a0';

export const separators = language === 'it' ? ',.' : '.,';

export function number(value, decimals = 0) {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  const text = new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals, useGrouping: 'always', signDisplay: 'negative' }).format(value);
  return text.replace('-', MINUS);
}

export const pct = (value, decimals = 1) => (value === null ? '–' : `${number(value * 100, decimals)}%`);

export function delta(value, decimals = 1) {
  if (value === null) return '–';
  const text = pct(value, decimals);
  return /[1-9]/.test(text) && value > 0 ? `+${text}` : text;
}

export const money = (value) => (value === null ? '–' : currency(number(Math.abs(value)), '', value < 0 && Math.round(Math.abs(value)) > 0));

/** A text for Plotly, which would read HTML in it: shown as it is. */
export const plain = (text) => String(text ?? '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const STEPS = [[1e9, 'Mrd', 'bn'], [1e6, 'Mln', 'm'], [1e3, 'k', 'k']];

export function moneyShort(value) {
  if (value === null) return '–';
  const rounded = Number(Math.abs(value).toPrecision(3));
  const step = STEPS.find(([size]) => rounded >= size);
  const amount = step ? rounded / step[0] : rounded;
  const text = new Intl.NumberFormat(locale, { maximumFractionDigits: 2, useGrouping: 'always' }).format(amount);
  return currency(text, step ? step[language === 'it' ? 1 : 2] : '', value < 0 && rounded > 0);
}

function currency(text, unit, negative) {
  const sign = negative ? MINUS : '';
  if (language === 'en') return `${sign}€${text}${unit}`;
  if (!unit) return `${sign}${text}${NBSP}€`;
  return unit === 'k' ? `${sign}${text}${NBSP}k€` : `${sign}${text}${NBSP}${unit}${NBSP}€`;
}
