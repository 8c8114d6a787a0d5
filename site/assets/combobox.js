/* A text field with a list of suggestions below it: the ARIA combobox pattern, with the
 * focus staying in the field. Arrows choose, Enter takes, Escape closes, Tab leaves. */
(function (cifra) {
  'use strict';

  const SHOWN_MAX = 10;
  let fields = 0;

  function make(tag, attributes, text) {
    const element = document.createElement(tag);
    for (const name in attributes)
      element.setAttribute(name, attributes[name]);
    if (text !== undefined)
      element.textContent = text;
    return element;
  }
  cifra.make = make;

  /* options.find(typed): the entries that fit. options.label(entry): what is said beside
   * its name. options.choose(entry). options.say(key, n): a sentence. Returns an object
   * whose show() looks again, for when the index has come. */
  cifra.combobox = function (input, options) {
    const id = 'options-' + ++fields;
    const list = make('ul', {id, role: 'listbox', 'aria-label': options.say('list'),
      class: 'options'});
    const status = make('p', {role: 'status', class: 'unseen'});
    let shown = [], active = -1;

    for (const [name, value] of [['role', 'combobox'], ['aria-expanded', 'false'],
      ['aria-controls', id], ['aria-autocomplete', 'list']])
      input.setAttribute(name, value);
    list.hidden = true;
    input.after(list, status);

    function close() {
      list.hidden = true;
      active = -1;
      input.setAttribute('aria-expanded', 'false');
      input.removeAttribute('aria-activedescendant');
    }

    function point(to) {
      active = to;
      [...list.children].forEach((option, i) =>
        option.setAttribute('aria-selected', String(i === to)));
      if (to < 0) {
        input.removeAttribute('aria-activedescendant');
        return;
      }
      input.setAttribute('aria-activedescendant', list.children[to].id);
      list.children[to].scrollIntoView({block: 'nearest'});
    }

    function take(entry) {
      close();
      options.choose(entry);
    }

    function option(entry, i) {
      const item = make('li', {role: 'option', id: id + '-' + i, 'aria-selected': 'false'});
      item.append(make('span', {}, entry.name), ' ',
        make('span', {class: 'kind'}, options.label(entry)));
      item.addEventListener('mousedown', event => event.preventDefault());
      item.addEventListener('click', () => take(entry));
      return item;
    }

    function show() {
      const found = options.find(input.value);
      shown = found.slice(0, SHOWN_MAX);
      list.replaceChildren(...shown.map(option));
      close();
      if (cifra.fold(input.value) === '') {
        status.textContent = '';
        return;
      }
      list.hidden = shown.length === 0;
      input.setAttribute('aria-expanded', String(shown.length > 0));
      status.textContent = options.say('count', found.length) +
        (found.length > shown.length ? ' ' + options.say('more') : '') +
        (shown.length ? ' ' + options.say('keys') : '');
    }

    function move(step) {
      if (list.hidden)
        show();
      if (shown.length)
        point((active + step + shown.length + (active < 0 && step < 0 ? 1 : 0)) %
          shown.length);
    }

    input.addEventListener('input', show);
    input.addEventListener('blur', close);
    input.addEventListener('keydown', event => {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        move(event.key === 'ArrowDown' ? 1 : -1);
        event.preventDefault();
      } else if (event.key === 'Enter' && active >= 0) {
        take(shown[active]);
        event.preventDefault();
      } else if (event.key === 'Enter' && options.takesFirst) {
        if (shown.length && !list.hidden)
          take(shown[0]);
        event.preventDefault();
      } else if (event.key === 'Escape' && !list.hidden) {
        close();
        event.preventDefault();
      }
    });
    return {show: () => document.activeElement === input && show()};
  };
})(globalThis.cifra = globalThis.cifra || {});
