// A suite: tests that follow each other on one server, with people who keep their browsers open.

import { describe, open_page } from './browser.mjs';
import { test } from './tap.mjs';

/** Strong enough, and nobody's own words. */
export const PASSWORD = 'violet tractor, quiet harbor 92';

export class Suite {
    #pages = new Set();
    #latest = null;

    /** has_script: whether pages may run their JavaScript. */
    constructor(browser, server, has_script) {
        this.browser = browser;
        this.server = server;
        this.origin = server.url;
        this.has_script = has_script;
        this.name = has_script ? 'with JavaScript' : 'without JavaScript';
    }

    /** The page of someone in a browser of their own. */
    async open(options = {}) {
        const page = await open_page(this.browser, this.origin,
            { javaScriptEnabled: this.has_script, ...options });
        this.#pages.add(page);
        page.on('framenavigated', () => { this.#latest = page; });
        return page;
    }

    async close(page) {
        this.#pages.delete(page);
        await page.context().close();
    }

    async close_all() {
        for (const page of [...this.#pages]) await this.close(page);
    }

    test(name, run) {
        return test(`${name}, ${this.name}`, run, () => (this.#latest ? describe(this.#latest) : ''));
    }

    async sign_in(page, email, password = PASSWORD) {
        await page.visit('/login');
        await fill(page, { Email: email, Password: password });
        await page.press('Sign in');
    }

    /** Invites someone as the person of page; the link that is shown once. */
    async invite(page, { name, email, persona }) {
        await page.visit('/users/new');
        await fill(page, { 'Full name': name, Email: email });
        await field(page, 'Persona').selectOption({ label: persona });
        await page.press('Invite user');
        return page.getByLabel('Invitation link').inputValue();
    }

    /** Accepts an invitation in a new browser, which is signed in then. */
    async accept(link) {
        const page = await this.open();
        await page.visit(new URL(link).pathname);
        await fill(page, { Password: PASSWORD });
        await page.press('Accept invitation');
        return page;
    }
}

/** The field with this label, which may say that it is optional. */
export const field = (page, label) => page.getByLabel(new RegExp(`^${label}( optional)?$`));

/** Fills the fields with these labels. */
export async function fill(page, values) {
    for (const [label, value] of Object.entries(values)) await field(page, label).fill(value);
}

/** The value of the field with this label. */
export const value_of = (page, label) => field(page, label).inputValue();
