// Numbers in the language of the page, written as kamp/shared/formats.py writes them (a test compares the two).
const language = document.documentElement.lang.startsWith('en') ? 'en' : 'it';
const locale = language === 'it' ? 'it-IT' : 'en-GB';
const MINUS = '\u2212';

export const separators = language === 'it' ? ',.' : '.,';

export function number(value, decimals = 0) {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  const text = new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals, useGrouping: 'always', signDisplay: 'negative' }).format(value);
  return text.replace('-', MINUS);
}

/** A text for Plotly, which would read HTML in it: shown as it is. */
export const plain = (text) => String(text ?? '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
