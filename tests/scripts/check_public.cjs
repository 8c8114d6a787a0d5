/* Usage: node check_public.cjs PUBLIC
 * Every entry of the published indexes leads to a page, every place has figures that can
 * be read and no sum of them that differs from the place's download, and all our script
 * together stays below 30 kB packed. One line a fault. */
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');
const zlib = require('node:zlib');

const root = process.argv[2];
const read = name => fs.readFileSync(path.join(root, name));
const faults = [];
const context = {Intl, URLSearchParams};
context.globalThis = context;
vm.createContext(context);
const run = name => vm.runInContext(read(name).toString(), context);

let packed = 0;
for (const name of ['find.js', 'explore.js']) {
  packed += zlib.gzipSync(read(name), {level: 9}).length;
  run(name);
}
if (packed >= 30000)
  faults.push('scripts weigh ' + packed + ' bytes, packed');

const figures = new Map();
context.cifra.figures = (folder, data) => figures.set(folder, data);

function checkIndex(tag) {
  const name = 'search-index.' + tag + '.js';
  const weight = zlib.gzipSync(read(name), {level: 9}).length;
  if (weight >= 100000)
    faults.push(name + ' weighs ' + weight + ' bytes, packed');
  let index = null;
  context.cifra.index = given => { index = given; };
  run(name);
  const entries = context.cifra.entries(index);
  for (const entry of entries)
    if (!fs.existsSync(path.join(root, tag, entry.path, 'index.html')))
      faults.push(name + ': ' + entry.name + ' leads nowhere: ' + entry.path);
  return entries;
}

const MONTHS = Array.from({length: 12}, (_, i) => String(i + 1).padStart(2, '0'));

/* The download of a place, by offence, way of counting and period: a figure in each row,
 * or a town's with a year in each. */
function downloaded(folder) {
  const [header, ...rows] = read('data/' + folder + '.csv').toString().split('\r\n')
    .slice(0, -1).map(line => line.match(/("([^"]|"")*"|[^,]*)(,|$)/g)
      .map(cell => cell.replace(/,$/, '')));
  const at = name => header.indexOf(name), found = new Map();
  for (const cells of rows) {
    const cell = name => cells[at(name)];
    if (cell('measure') !== 'investigations')
      continue;
    const key = cell('offence_code') + ' ' + cell('methodology') + ' ';
    found.set(key + (cell('period') || cell('year')), cell('value'));
    if (at('m01') >= 0)
      MONTHS.forEach(month =>
        found.set(key + cell('year') + '-' + month, cell('m' + month)));
  }
  return found;
}

function checkPlace(folder) {
  run('data/explore/' + folder + '.js');
  const data = figures.get(folder), table = downloaded(folder);
  let compared = 0;
  for (const offence in data.series)
    for (const method in data.series[offence]) {
      const [first, text] = data.series[offence][method];
      const {step, figures: all} = context.cifra.unpack(first, text);
      for (const figure of all) {
        const cell = table.get(offence + ' ' + method + ' ' + context.cifra.iso(figure.at, step));
        if (!cell || figure.value === null)
          continue;
        compared++;
        if (Number(cell) !== figure.value)
          faults.push(folder + ': ' + offence + ' ' + method + ' ' +
            context.cifra.iso(figure.at, step) + ': ' + figure.value + ', not ' + cell);
      }
    }
  if (!compared)
    faults.push(folder + ': no figure to compare with its download');
}

const tags = fs.readdirSync(root).map(name => /^search-index\.(\w+)\.js$/.exec(name))
  .filter(Boolean).map(match => match[1]);
if (!tags.length)
  faults.push('there is no index');
for (const tag of tags)
  for (const entry of checkIndex(tag))
    if (tag === tags[0] && ['country', 'state', 'town'].includes(entry.kind))
      checkPlace(entry.folder);

faults.forEach(fault => console.log(fault));
process.exit(faults.length ? 1 : 0);
