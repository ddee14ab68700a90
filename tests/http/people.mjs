// The people and records that the tests work with, made as a person makes them: through pages.
import assert from 'node:assert/strict';
import { Browser } from './client.mjs';

export const password = 'velvet orchid harbor lantern 47';

export const admin = {
    organization_name: 'Harbor Works',
    full_name: 'Ada Quill',
    email: 'ada@harbor.example',
    password,
};

/** Asserts a status, and shows the page if it is another one. */
export function expectStatus(page, ...statuses) {
    assert.ok(
        statuses.includes(page.status),
        `${page.method} ${page.path} gave ${page.status}, not ${statuses}: ` +
            page.words.slice(0, 600),
    );
    return page;
}

/** Sets a new installation up; gives the browser of its first administrator. */
export async function setUp(server, person = admin) {
    const browser = new Browser(server);
    const done = await browser.fill(`/setup?code=${server.setupCode}`, 'Set up Rostrum', person);
    expectStatus(done, 303);
    return browser;
}

export async function signIn(server, email, secret = password) {
    const browser = new Browser(server);
    const done = await browser.fill('/login', 'Sign in', { email, password: secret });
    expectStatus(done, 303);
    return browser;
}

/** Invites somebody; gives the path of the link. */
export async function invite(browser, { full_name, email, user_persona }) {
    const done = await browser.fill('/users/new', 'Invite user', {
        full_name,
        email,
        user_persona,
    });
    const page = done.status === 303 ? await browser.follow(done) : done;
    const link = page.text.match(/\/invite\/[A-Za-z0-9_-]{20,}/)?.[0];
    assert.ok(link, `no invitation link in ${page.path}: ${page.words.slice(0, 400)}`);
    return link;
}

/** Invites somebody who accepts; gives their browser. */
export async function addPerson(browser, person) {
    const link = await invite(browser, person);
    const theirs = new Browser(browser.server);
    const done = await theirs.fill(link, 'Accept invitation', {
        password: person.password ?? password,
    });
    expectStatus(done, 303);
    return theirs;
}

/** Creates a prompt; gives its path, /prompts/ID. */
export async function createPrompt(browser, fields, options) {
    const done = await browser.fill('/prompts/new', 'Create prompt', fields, options);
    expectStatus(done, 303);
    const found = done.location.match(/^\/prompts\/[0-9a-f-]{36}/);
    assert.ok(found, `no prompt behind ${done.location}`);
    return found[0];
}

export function idOf(promptPath) {
    return promptPath.split('/')[2];
}
