// Keys: every one of them stands for a link or a field of the page, and the help lists them.
// Never while typing. (WCAG 2.1.4: the help has the switch that turns them off.)
(() => {
    'use strict';
    const all = (selector, root = document) => [...root.querySelectorAll(selector)];
    const places = { h: '/', i: '/inbox', p: '/prompts', a: '/agents', t: '/teams', s: '/sets', u: '/users', l: '/audit' };
    const help = document.getElementById('help');
    const keysOff = help?.querySelector('[data-keys-off]');
    if (keysOff) {
        keysOff.checked = localStorage.getItem('keys') === 'off';
        keysOff.addEventListener('change', () => localStorage.setItem('keys', keysOff.checked ? 'off' : 'on'));
    }
    all('kbd[hidden]').forEach((key) => {
        key.setAttribute('aria-hidden', 'true');
        if (!keysOff?.checked) key.removeAttribute('hidden');
    });

    // The link to the page of help opens its list of keys in place; without an answer it is followed.
    const list = help?.querySelector('[data-keys]');
    const showHelp = async (event) => {
        if (!list) return;
        event.preventDefault();
        if (!list.firstChild) {
            try {
                const answer = await fetch('/help');
                const keys = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('.keys');
                list.append(document.adoptNode(keys));
            } catch {
                location.assign('/help');
                return;
            }
        }
        if (!help.open) help.showModal();
    };
    all('[data-help]').forEach((link) => link.addEventListener('click', showHelp));

    // j and k walk through the rows of a list; x ticks the row; Enter follows its link by itself.
    const links = all('table.list td.primary a[href], [data-row] a[href]')
        .filter((link, index, found) => found.findIndex((other) => other.closest('tr, [data-row]') ===
            link.closest('tr, [data-row]')) === index);
    const walk = (step) => {
        const row = document.activeElement?.closest('tr, [data-row]');
        const at = links.findIndex((link) => link.closest('tr, [data-row]') === row && row);
        const next = links[at < 0 ? 0 : Math.min(Math.max(at + step, 0), links.length - 1)];
        next?.focus();
        next?.scrollIntoView({ block: 'nearest' });
    };
    const tick = () => {
        const box = document.activeElement?.closest('tr')?.querySelector('td.check input[type="checkbox"]');
        box?.click();
    };
    const focusOn = (selector, event) => {
        const field = document.querySelector(selector);
        if (!field || !field.getClientRects().length) return false;
        event.preventDefault();
        field.focus();
        field.select?.();
        return true;
    };
    const follow = (selector) => {
        const link = document.querySelector(selector);
        link?.click();
        return link !== null;
    };
    const palette = (words, event) => { // palette.js opens it
        event.preventDefault();
        dispatchEvent(new CustomEvent('palette', { detail: words }));
    };

    const keys = {
        '/': (event) => focusOn('main [data-search]', event) || palette('', event),
        f: (event) => focusOn('main input[type="search"]', event),
        '?': showHelp,
        j: () => walk(1),
        k: () => walk(-1),
        x: tick,
        c: (event) => follow('main a.btn.primary[href$="/new"]') || palette('new ', event),
        e: () => follow('main .actions a[href$="/edit"]'),
        n: () => follow('a[rel="next"]'),
        b: () => follow('a[rel="prev"]'),
    };
    let waiting = 0;
    addEventListener('keydown', (event) => {
        // In a form, Ctrl and Enter press its main button from anywhere.
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            const button = event.target.closest?.('form')?.querySelector('.form-actions .btn.primary');
            if (button) {
                event.preventDefault();
                button.click();
            }
            return;
        }
        if (event.key === 'Escape' && event.target.matches?.('input[type="search"]')) event.target.blur();
        // A dialog that just closed keeps the focus until the next frame; nobody types in what is not shown.
        const typing = event.target.closest?.('input:not([type="checkbox"], [type="radio"]), textarea, select, dialog[open]');
        if (typing?.getClientRects().length || keysOff?.checked || event.ctrlKey || event.metaKey || event.altKey) return;
        const isPlace = Date.now() < waiting;
        waiting = event.key === 'g' && !isPlace ? Date.now() + 1200 : 0;
        if (isPlace) follow(`.nav a[href="${places[event.key]}"]`);
        else if (Object.hasOwn(keys, event.key)) keys[event.key](event);
    });
})();
