/* The search: folding, the index, what fits and in which order. */
'use strict';
const test = require('node:test');
const assert = require('node:assert');
require('../../site/assets/fold.js');
const {cifra} = globalThis;

const INDEX = {
  tag: 'es', paths: {offences: 'delitos', themes: 'temas', find: 'buscar'},
  places: [
    ['México', 'mx', 'w', 1, '', ''],
    ['Guanajuato', 'mx/guanajuato', 'o', 1, 'Guanajuato|León|Moroleón|Silao', 'lokl'],
    ['Nuevo León', 'mx/nuevo-leon', 'o', 1, 'Guadalupe|Dr. Coss/doctor-coss', 'm8'],
    ['Zacatecas', 'mx/zacatecas', 'o', 0, 'Guadalupe', 'l']],
  themes: [['Secuestro', 'secuestro', 'Kidnapping']],
  offences: [['Homicidio doloso', 'homicidio-doloso', 'Intentional homicide'],
    ['Secuestro', 'secuestro', 'Kidnapping'], ['Daño a la propiedad', 'dano']]
};
const entries = cifra.entries(INDEX);
const found = typed => cifra.search(entries, typed).map(entry => entry.path);

test('accents, capitals and white space do not count', () => {
  assert.equal(cifra.fold('  LEÓN  de los\tAldama Ñandú'), 'leon de los aldama nandu');
  assert.equal(cifra.slug('Doctor Mora (Ñu)'), 'doctor-mora-nu');
});

test('a town lies below its state, in a folder of its own name unless told', () => {
  const paths = entries.map(entry => entry.path);
  assert.ok(paths.includes('mx/guanajuato/moroleon'));
  assert.ok(paths.includes('mx/nuevo-leon/doctor-coss'));
  assert.deepEqual(entries.filter(entry => entry.bare).map(entry => entry.path),
    ['mx/zacatecas'], 'a state without figures of its own is an entry, and says so');
  assert.ok(paths.includes('mx/zacatecas/guadalupe'));
});

test('a town without figures leads to the list that says so, and is nothing to explore', () => {
  const index = Object.assign({}, INDEX, {places: [
    ['Guanajuato', 'mx/guanajuato', 'o', 1, 'León', 'o', 'Abasolo|Apaseo el Alto']]});
  const [abasolo] = cifra.search(cifra.entries(index), 'abasolo');
  assert.equal(cifra.address(abasolo), 'buscar/mx/guanajuato/index.html#untold');
  assert.deepEqual([abasolo.kind, abasolo.beside], ['untold', 'Guanajuato']);
  const [leon] = cifra.search(cifra.entries(index), 'león');
  assert.equal(cifra.address(leon), 'mx/guanajuato/leon/index.html');
});

test('the whole name comes first, then its beginning, words, inside', () => {
  assert.deepEqual(found('leon'), ['mx/guanajuato/leon', 'mx/nuevo-leon',
    'mx/nuevo-leon/guadalupe', 'mx/nuevo-leon/doctor-coss', 'mx/guanajuato/moroleon']);
  assert.equal(found('LEÓN')[0], 'mx/guanajuato/leon');
});

test('a state before its capital, the larger town before the smaller', () => {
  assert.deepEqual(found('guanajuato').slice(0, 2), ['mx/guanajuato', 'mx/guanajuato/guanajuato']);
  assert.deepEqual(found('guadalupe'), ['mx/nuevo-leon/guadalupe', 'mx/zacatecas/guadalupe']);
});

test('the state tells towns of one name apart', () => {
  assert.deepEqual(found('guadalupe zac'), ['mx/zacatecas/guadalupe']);
});

test('names in the other language lead to the same page; themes before offences', () => {
  assert.deepEqual(found('kidnap'), ['temas/secuestro', 'delitos/secuestro']);
  assert.deepEqual(found('intentional hom'), ['delitos/homicidio-doloso']);
  assert.deepEqual(found('dano'), ['delitos/dano']);
});

test('nothing is found by nothing, by signs, or by a name that is not there', () => {
  for (const typed of ['', '   ', '.', '(', 'qqq', '\\', '*'])
    assert.deepEqual(found(typed), []);
});

test('sentences take the form of their number and language', () => {
  const words = {count: {zero: 'nada', one: '{n} resultado', other: '{n} resultados'},
    name: 'Quitar {name}'};
  assert.equal(cifra.say(words, 'es-MX', 'count', 0), 'nada');
  assert.equal(cifra.say(words, 'es-MX', 'count', 1), '1 resultado');
  assert.equal(cifra.say(words, 'es-MX', 'count', 1234), '1,234 resultados');
  assert.equal(cifra.say(words, 'en', 'name', undefined, {name: '$& {n}'}), 'Quitar $& {n}');
});
