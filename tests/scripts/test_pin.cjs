/* HTML to embed a chart as one edition has it. */
'use strict';
const test = require('node:test');
const assert = require('node:assert');
require('../../site/assets/pin.js');
const {cifra} = globalThis;

const HASH = 'c1c5a8a8fe74791259a8b0f75d7f90aca460d32be30985b7b0dce0e933d60f3a';

test('the newest edition is the last of the chain', () => {
  assert.equal(cifra.newestEdition(`${HASH}  v/2026-04-18/edition.json\n` +
    `${HASH}  v/2026-04-18-3fa9c2d41b07/edition.json\n`), '2026-04-18-3fa9c2d41b07');
  assert.equal(cifra.newestEdition(`${HASH}  v/2026-04-18/edition.json\n`), '2026-04-18');
});

test('what is no chain names no edition', () => {
  for (const text of ['', '<html>not found</html>', `${HASH}  v/../edition.json\n`,
    `${HASH}  v/2026-04-18/SHA256SUMS\n`])
    assert.equal(cifra.newestEdition(text), null);
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
