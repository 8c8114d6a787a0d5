/* HTML to embed a chart as one edition has it. */
'use strict';
const test = require('node:test');
const assert = require('node:assert');
require('../../site/assets/pin.js');
const {cifra} = globalThis;

test('the edition is the one that edition.json names', () => {
  assert.equal(cifra.editionOf({edition: '2026-04-18', release: '2026-04-18-3fa9c2d41b07'}),
    '2026-04-18');
  assert.equal(cifra.editionOf({edition: '2026-04-18-3fa9c2d41b07'}),
    '2026-04-18-3fa9c2d41b07');
});

test('what names no edition is none', () => {
  for (const json of [null, {}, [], 'x', {edition: 7}, {edition: '../..'}, {edition: ''},
    {edition: '2026-04-18/'}, {edition: '2026-04-18-x'}])
    assert.equal(cifra.editionOf(json), null);
});

test('the picture is the edition’s, the link still leads to the page', () => {
  assert.equal(cifra.pinned(
    '<a href="https://x.org/c/es/mx/jalisco/"><img src="https://x.org/c/es/mx/jalisco/anual.svg"' +
    ' alt="A src=&quot;b&quot;"></a>', '2026-04-18', 3),
  '<a href="https://x.org/c/es/mx/jalisco/"><img ' +
    'src="https://x.org/c/v/2026-04-18/es/mx/jalisco/anual.svg" alt="A src=&quot;b&quot;"></a>');
  assert.equal(cifra.pinned('<img src="https://x.org/es/mx/grafica.svg">', 'E', 2),
    '<img src="https://x.org/v/E/es/mx/grafica.svg">');
});
