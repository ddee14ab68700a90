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
    browser.password = person.password;
    return browser;
}

export async function signIn(server, email, secret = password) {
    const browser = new Browser(server);
    const done = await browser.fill('/login', 'Sign in', { email, password: secret });
    expectStatus(done, 303);
    browser.password = secret;
    return browser;
}

/** Invites someone; gives the path of the link. */
export async function invite(browser, { full_name, email, user_persona }) {
    const done = await browser.fill('/users/new', 'Invite user', {
        full_name,
        email,
        user_persona,
    });
    const page = done.status === 303 ? await browser.follow(done) : done;
    const link = page.text.match(/\/invite\/[A-Za-z0-9_.-]{20,}/)?.[0];
    assert.ok(link, `no invitation link in ${page.path}: ${page.words.slice(0, 400)}`);
    return link;
}

/** Invites someone who accepts; gives their browser. */
export async function addPerson(browser, person) {
    const link = await invite(browser, person);
    const theirs = new Browser(browser.server);
    const done = await theirs.fill(link, 'Accept invitation', {
        password: person.password ?? password,
    });
    expectStatus(done, 303);
    theirs.password = person.password ?? password;
    return theirs;
}

/** The token that a form made: its page, and both halves, which it shows once. */
export async function readToken(browser, made) {
    const page = made.status === 303 ? await browser.follow(made) : made;
    const secretKey = page.text.match(/sk-rst-[A-Za-z0-9_-]+/)?.[0];
    const publicKey = page.text.match(/pk-rst-[A-Za-z0-9_-]+/)?.[0];
    assert.ok(secretKey && publicKey, page.words.slice(0, 400));
    return { page, publicKey, secretKey };
}

/** Makes an API token on its page; gives what readToken does. */
export async function makeToken(browser, scopes, folder = '', name = 'Program') {
    const fields = { name, scopes, folder };
    return readToken(browser, await browser.fill('/account/tokens/new', 'Create token', fields));
}

/** Sends the form of a new record; gives its path, such as /prompts/ID. */
async function create(browser, base, button, fields, options) {
    const done = await browser.fill(`${base}/new`, button, fields, options);
    expectStatus(done, 303);
    const path = done.location.slice(0, base.length + 37);
    assert.match(path, new RegExp(`^${base}/[0-9a-f-]{36}$`));
    return path;
}

export function createPrompt(browser, fields, options) {
    return create(browser, '/prompts', 'Create prompt', fields, options);
}

/** fields: of the form, or config in place of its inputs. */
export function createAgent(browser, fields) {
    const config = { config: JSON.stringify({ model: { name: 'm' } }) };
    return create(browser, '/agents', 'Create agent', { ...config, ...fields });
}

/** agents: paths of the members. */
export function createTeam(browser, fields, agents) {
    const members = {
        members: agents.map(idOf),
        role: agents.map(() => 'worker'),
        pin: agents.map(() => ''),
    };
    return create(browser, '/teams', 'Create team', { kind: 'sequential', ...members, ...fields });
}

/** Hands a document in to be looked at; gives the path of its plan. */
export async function createImport(browser, content) {
    const text = JSON.stringify({ rostrum: 1, kind: 'organization', ...content });
    const done = await browser.fill('/import', 'Review import', { text, document: null });
    expectStatus(done, 303);
    assert.match(done.location, /^\/import\/[0-9a-f-]{36}$/);
    return done.location;
}

/** One of each kind: {prompts, agents, teams, import}, ids by the first segment of their paths. */
export async function createEach(browser, name) {
    const prompt = await createPrompt(browser, { name: `${name}/prompt`, body: 'x {{y}}' });
    const agent = await createAgent(browser, { name: `${name} agent` });
    const team = await createTeam(browser, { name: `${name} team` }, [agent]);
    const imported = { name: `${name}/imported`, body: 'x' };
    const plan = await createImport(browser, { prompts: [imported] });
    return Object.fromEntries(
        [prompt, agent, team, plan].map((path) => [path.split('/')[1], idOf(path)]),
    );
}

export function idOf(path) {
    return path.split('/')[2];
}
