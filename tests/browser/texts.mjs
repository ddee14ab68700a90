// Texts as people write them: right to left wherever they are shown or typed, and so long that nothing
// holds them, on every page of the records that have them.

import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { routeTable } from '../http/routes.mjs';
import { fill } from './suite.mjs';

const HEBREW = 'שלום עולם';
const LONG = 'W'.repeat(1500); // not one place to break at
const WIDTHS = [360, 1280];
const WIDTHS_OF_SETTINGS = [360, 800, 1024, 1270, 1280]; // around where their column begins

/** An export with one record of each kind, whose texts are all made from one. */
function document_of(name, text) {
    const line = text.slice(0, 180);
    const tags = [line.slice(0, 45)];
    const settings = { stop: [text] };
    const short = text.slice(0, 60);
    const version = (version, content, message) => ({ version, message: message.slice(0, 400), ...content });
    const config = (body) => ({
        model: { provider: short, name: line, stop: [line] },
        instructions: `${body} {{name}} {{${line}-x}}`,
        tools: [{ name: 'look_up', type: 'function', description: text, parameters: { title: text, [line]: text } }],
        mcp_servers: [{ name: short, url: `https://example.com/${text.includes(' ') ? '' : line}`, headers: { 'X-Note': text } }],
        handoffs: [`${name} second`],
        output: { type: 'json', schema: { title: text, [text]: { type: text } } },
        skills: [{ id: 'one', name: short, description: text, tags: [short], examples: [text] }],
        metadata: { [line]: text, nested: { [line]: [text] } },
        [`x-${line}`]: { [text]: text },
    });
    const body = (n) => `${text} {{name}}\n${n} ${text}`;
    return {
        rostrum: 1,
        kind: 'organization',
        prompts: [
            { name, description: text, tags, versions: [
                version(1, { body: body(1), settings }, text), version(2, { body: body(2), settings }, text)],
            labels: { production: 1 } },
            { name: `${name} chat`, type: 'chat', messages: [
                { role: 'system', content: text }, { placeholder: 'history' }, { role: 'user', content: text }] },
        ],
        agents: [
            { name, description: text, tags, versions: [
                version(1, { config: config('one') }, text), version(2, { config: config(text) }, text)] },
            { name: `${name} second`, config: { model: { name: 'm' } } },
        ],
        teams: [{ name, description: text, tags, kind: 'graph',
            member_details: [{ agent: name, role: 'worker' }, { agent: `${name} second`, role: 'worker' }],
            settings: { edges: [{ from: name, to: `${name} second`, condition: line }],
                termination: { max_turns: 5, text: line }, [line]: text } }],
        sets: [{ name, description: text, tags, versions: [
            version(1, { cases: [], settings: {} }, text),
            version(2, { cases: [{ name: line, variables: { text }, expected: text, note: text.slice(0, 4000),
                checks: [{ type: 'contains', value: line }] }], settings: { for: { kind: 'prompt', name } } }, text)] }],
    };
}

async function bring(page, name, text) {
    await page.visit('/import');
    const buffer = Buffer.from(JSON.stringify(document_of(name, text)));
    await page.getByLabel('File', { exact: true }).setInputFiles({ name: 'texts.json', mimeType: 'application/json', buffer });
    await page.press('Review import');
    const plan = new URL(page.url()).pathname;
    const refused = await page.locator('table.list tr', { hasText: 'Refused' }).allInnerTexts();
    assert.deepEqual(refused.map((row) => row.slice(0, 300)).filter((row) => !/^(Kind|Prompt|Agent|Team|Test set)/.test(row)), []);
    await page.press(/^Import \d/, { exact: false });
    await page.told('Imported');
    return plan;
}

/** The addresses of the records of this name, by the links of the finished plan. */
async function addresses(page) {
    const links = page.getByRole('table', { name: /^Records of the document/ }).locator('.title a');
    return links.evaluateAll((all) => all.map((link) => link.getAttribute('href')));
}

const FOLDER = 50; // characters of its name, at most

const TABS = ['', '/versions', '/versions/1', '/diff?to=1', '/releases', '/releases/change?label=staging&to_version=1', '/used-by', '/activity', '/edit',
    '/delete', '/transfer', '/stop'];

// Pages without a text that people wrote, or for people who are not signed in.
const PLAIN = ['/healthz', '/readyz', '/metrics', '/setup', '/login', '/login/code', '/invite/{token}', '/reset', '/reset/{token}', '/login/sso', '/login/sso/callback', '/login/sso/{token}',
    '/address/confirm/{token}', '/address/undo/{token}', '/labels', '/try'];

/** The pages of the route table that the addresses do not lead to. */
function not_visited(addresses) {
    const patterns = routeTable().filter((row) => row.method === 'GET').map((row) => row.pattern);
    assert.ok(patterns.length > 50);
    const paths = addresses.map((address) => address.split('?')[0]);
    return patterns.filter((pattern) => !PLAIN.some((plain) => pattern.endsWith(plain)))
        // A file to be saved is no page.
        .filter((pattern) => !/(\}\/export|\/exports\/file|\/csv|\/cyclonedx|\/proof|\/certificate|\/manifest)$/.test(pattern))
        // What waits for a second person, or has run: privacy, approval and retention have their own tests.
        .filter((pattern) => !/^\/(approvals|settings\/erasure|settings\/retention\/runs)\/\{id\}$/.test(pattern))
        // A test run: numbers, and what a model says, which tests/pages/run/run.c looks at.
        .filter((pattern) => !/\/tests\/(new|import|\{id\}.*)$/.test(pattern))
        // A move without its evidence: needs a rule and a second person; tests/pages/evidence looks at it.
        .filter((pattern) => !pattern.endsWith('/overrides/{id}'))
        // A proposal: needs a second person, and shows the diff that /diff shows.
        .filter((pattern) => !pattern.endsWith('/releases/{id}'))
        .filter((pattern) => {
            const all = new RegExp(`^${pattern.replace(/\{n\}/g, '\\d+').replace(/\{id\}/g, '[0-9a-f-]{36}')}$`);
            return !paths.some((path) => all.test(path));
        });
}

/** Comments on each of the records, and gives the addresses where they are changed. */
async function talk(page, records, text) {
    const pages = ['/inbox/news'];
    for (const record of records) {
        await page.visit(`${record}/activity`);
        await page.getByLabel('Add a comment').fill(text);
        await page.press('Comment');
        const edit = await page.getByRole('link', { name: 'Edit this comment' }).getAttribute('href');
        pages.push(edit, edit.replace(/edit$/, 'delete'));
    }
    return pages;
}

const NAME_OF_TOKEN = 80; // characters, at most
const NAME_OF_ACCOUNT = 120;

/** Makes a token for oneself and one for a service account, and gives the addresses where they are changed. */
async function with_tokens(page, records, text) {
    const agent = records.find((record) => record.startsWith('/agents/'));
    const make = async (path) => {
        await page.visit(path);
        await fill(page, { Name: text.slice(0, NAME_OF_TOKEN) });
        await page.getByRole('checkbox').first().check();
        await page.press('Create token');
    };
    const links = async (path, name) => {
        await page.visit(path);
        return page.getByRole('link', { name }).evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    };
    await make('/account/tokens/new');
    await page.visit('/settings/service-accounts/new');
    await fill(page, { Name: text.slice(0, NAME_OF_ACCOUNT) });
    await page.getByLabel('Persona').selectOption({ label: 'Individual Developer' });
    await page.press('Create service account');
    const [account] = await links('/settings/service-accounts', /^Change /);
    const [new_token] = await links('/settings/service-accounts', /^Create token for /);
    await make(new_token);
    return ['/account/tokens', '/account/tokens/new', '/settings/tokens', '/settings/service-accounts',
        '/settings/service-accounts/new', account, new_token, `${agent}/tokens`,
        ...await links('/account/tokens', /^(Rotate|Revoke)/), ...await links('/settings/tokens', /^(Rotate|Revoke)/)];
}

/** The addresses of an event, and of a person with what an administrator may do there. */
async function others(page) {
    const last = async (path, selector) => {
        await page.visit(path);
        const hrefs = await page.locator(selector).evaluateAll((all) => all.map((link) => link.getAttribute('href')));
        return hrefs.findLast((href) => /^\/\w+\/[0-9a-f-]{36}$/.test(href));
    };
    const event = await last('/audit', 'main a[href^="/audit/"]');
    const person = await last('/users', 'main a[href^="/users/"]');
    const customer = await last('/organizations', 'main a[href^="/organizations/"]');
    return [event, customer, `${customer}/closing`,
        ...['', '/edit', '/deactivate', '/hand-over', '/superuser', '/erase', '/data'].map((rest) => person + rest)];
}

/** Publishes the cards of agents and teams, and gives the addresses where they are unpublished. */
async function with_cards(page, records) {
    const pages = [];
    for (const record of records.filter((one) => /^\/(agents|teams)\//.test(one))) {
        await page.visit(`${record}/card`);
        await page.press('Publish card');
        pages.push(`${record}/card`, `${record}/card/remove`);
    }
    return pages;
}

/** Prepares an access review, and gives its address. */
async function with_review(page) {
    await page.visit('/settings/access');
    await page.press('Prepare a review');
    return [new URL(page.url()).pathname];
}

/** Adds a webhook, and gives its addresses. */
async function with_webhook(page, text) {
    await page.visit('/settings/webhooks/new');
    const url = `https://hooks.example.org/${'a-long-path/'.repeat(20)}`;
    await fill(page, { URL: url, Description: text.slice(0, DESCRIPTION), Folder: text.slice(0, FOLDER) });
    await page.press('Add webhook');
    const own = await page.getByRole('link', { name: 'Done' }).getAttribute('href');
    await page.visit(own);
    await page.press('Send test event');
    return ['/settings/webhooks', '/settings/webhooks/new', ...['', '/edit', '/rotate', '/delete'].map((rest) => own + rest)];
}

/** The line of a runner's key, as `rostrum runner-key new` prints it. */
function runnerLine() {
    const key = Buffer.from(generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x, 'base64url');
    return `rostrum-runner+${createHash('sha256').update(key).digest('hex').slice(0, 8)}+${key.toString('base64url')}`;
}

/** Registers a runner, and gives the addresses of their pages. */
async function with_runner(page, text) {
    await page.visit('/settings/runners/new');
    await fill(page, { Name: text.slice(0, NAME), 'Public key': runnerLine() });
    await page.press('Register runner');
    const withdraw = await page.locator('td.actions a').first().getAttribute('href');
    return ['/settings/runners', '/settings/runners/new', withdraw];
}

/** Adds a model endpoint and runs a prompt and an agent there, and gives their addresses. */
async function with_endpoint(page, records, text) {
    await page.visit('/settings/endpoints/new');
    const fields = { Name: text.slice(0, NAME), 'Base URL': `https://models.example.org/${'a-long-path/'.repeat(20)}`, Models: 'm'.repeat(200) };
    await fill(page, fields);
    await page.getByLabel('None', { exact: true }).check();
    await page.press('Add endpoint');
    const own = new URL(page.url()).pathname;
    await page.visit(`${own}/prices`);
    await fill(page, { Prices: `${'m'.repeat(200)},2026-01-01,1000000,1000000` });
    await page.press('Save prices');
    const tried = [];
    for (const kind of ['/prompts/', '/agents/']) {
        await page.visit(`${records.find((one) => one.startsWith(kind))}/preview`);
        await page.getByLabel('Model 1', { exact: true }).selectOption({ index: 1 });
        await page.locator('textarea[name="message"]').fill(text);
        await page.press('Run');
        tried.push(new URL(page.url()).pathname);
    }
    return [...tried, '/settings/endpoints', '/settings/endpoints/new', ...['', '/edit', '/prices', '/delete'].map((rest) => own + rest)];
}

const NAME = 120; // characters, at most
const DESCRIPTION = 200; // characters, at most

function pages_of(records, plan, text) {
    const q = encodeURIComponent(text.slice(0, 30));
    const folder = encodeURIComponent(text.slice(0, FOLDER));
    const pages = ['/account/password', '/account/sessions', '/account/security', '/account/second-factor', '/account/passkeys/new',
        '/settings/organization/sessions', '/settings/labels', '/settings/second-factor', '/settings/sso', '/settings/access', '/settings/mail', '/settings/agent-cards', '/users/many', '/help/api', '/organizations', '/inbox', '/users/new', '/users/ask', '/agents/import', '/', '/prompts', '/agents', '/teams', '/users', '/account', '/settings/organization', '/settings/security', '/settings/keys', '/settings/retention', '/settings/holds', '/settings/erasure', '/approvals', '/register', '/register/print',
        '/register/duties', '/account/data', '/organizations/new', '/audit/export', '/audit', '/import',
        '/export', '/starters', '/help', plan, `/search?q=${q}`, `/search?q=${q}&in=bodies`,
        ...['/prompts', '/agents', '/teams', '/sets'].flatMap((list) => [`${list}/new`, `${list}?filters=1&q=${q}`,
            `${list}?folder=${folder}`, `${list}/folder?folder=${folder}&to=${folder}x`])];
    for (const record of records) {
        pages.push(...TABS.map((tab) => record + tab));
        if (!record.startsWith('/teams/')) pages.push(`${record}/tests`);
        if (/^\/(prompts|agents)\//.test(record)) pages.push(...['/preview', '/data-class', '/releases/rule'].map((rest) => record + rest));
        if (record.startsWith('/prompts/')) pages.push(`${record}/judge`);
        if (record.startsWith('/sets/')) pages.push(...['/edit?case=c1', '/exports', '/import'].map((rest) => record + rest));
        if (/^\/(agents|teams)\//.test(record))
            pages.push(...['/register', '/register/edit', '/bom', '/exports', '/card'].map((rest) => record + rest));
        const [, kind, id] = record.split('/');
        pages.push(`/${kind}/new?from=${id}`);
    }
    return pages;
}

// Runs in the page: what is wider than the window and not inside a box that scrolls by itself.
function find_wide() {
    const room = document.documentElement.clientWidth;
    const wide = document.documentElement.scrollWidth;
    if (wide <= room) return [];
    const reaching = [...document.body.querySelectorAll('*')].filter((element) =>
        element.getBoundingClientRect().right > room + 0.5);
    return [`${wide} px in ${room}: ${reaching.slice(0, 3).concat(reaching.slice(-1)).map((element) => element.outerHTML.slice(0, 90)).join(' … ')}`];
}

// Runs in the page: gives the times that go by the longest words that they come to.
function lengthen_times(times) {
    for (const time of times)
        if (/ ago$|^just now$/.test(time.textContent)) time.textContent = '59 minutes ago';
}

// Runs in the page: where a text from right to left is shown or typed and its place does not go its way.
function find_fixed(letters) {
    const has = new RegExp(letters);
    const ways = ['plaintext', 'isolate-override'];
    const goes = (element) => {
        for (let at = element; at; at = at.parentElement) {
            const { unicodeBidi, display } = getComputedStyle(at);
            if (ways.includes(unicodeBidi) || at.getAttribute('dir') === 'auto') return true;
            if (!display.startsWith('inline') && display !== 'contents' && !at.closest('svg')) return false;
        }
        return false;
    };
    const places = [...document.body.querySelectorAll('input:not([type=hidden]), textarea, select, option')].filter((field) =>
        has.test(field.value) || has.test(field.textContent));
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode())
        if (has.test(texts.currentNode.data)) places.push(texts.currentNode.parentElement);
    // A field takes any text: it goes the way of what is typed, whether there is some or not.
    places.push(...document.body.querySelectorAll('input:not([type]), input[type=search], input[type=text], textarea'));
    return { count: places.length, fixed: places.filter((place) => !goes(place)).map((place) => place.outerHTML.slice(0, 160)) };
}

async function right_to_left(page, path) {
    const { count, fixed } = await page.evaluate(find_fixed, '[\u0590-\u05ff]');
    return { count, findings: fixed.map((place) => `${path}: ${place}`) };
}

async function whole(page, path) {
    const findings = [];
    for (const width of path.startsWith('/settings') ? WIDTHS_OF_SETTINGS : WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        await page.locator('main details').evaluateAll((folds) => {
            for (const fold of folds) fold.open = true;
        });
        await page.locator('time').evaluateAll(lengthen_times);
        findings.push(...(await page.evaluate(find_wide)).map((finding) => `${path}: ${finding}`));
    }
    return findings;
}

export async function texts(suite) {
    const { email, password } = suite.server.demo.find((one) => one.persona === 'superuser');
    const page = await suite.open();
    await suite.sign_in(page, email, password);
    const rename = async (full_name) => {
        await page.visit('/account');
        await page.getByLabel('Full name').fill(full_name);
        await page.press('Save profile');
    };

    await suite.test('texts from right to left go their way wherever they are shown or typed', async () => {
        await rename(HEBREW);
        const plan = await bring(page, `${HEBREW}/${HEBREW}`, `${HEBREW} (${HEBREW}).`);
        const records = await addresses(page);
        const pages = [...pages_of(records, plan, HEBREW), ...await talk(page, records, HEBREW),
            ...await with_tokens(page, records, HEBREW), ...await with_cards(page, records), ...await with_webhook(page, HEBREW), ...await with_endpoint(page, records, HEBREW), ...await with_runner(page, HEBREW), ...await with_review(page), ...await others(page)];
        assert.deepEqual(not_visited(pages), []);
        const findings = [];
        let seen = 0;
        for (const path of pages) {
            await page.visit(path);
            const { count, findings: here } = await right_to_left(page, path);
            seen += count;
            findings.push(...here);
        }
        assert.ok(seen > pages.length);
        assert.deepEqual(findings, []);
    });

    await suite.test('texts without an end stay in their boxes on every page, narrow and wide', async () => {
        await rename('W'.repeat(190));
        const plan = await bring(page, `${LONG.slice(0, FOLDER)}/${LONG.slice(0, 55)}`, LONG);
        const records = await addresses(page);
        const findings = [];
        for (const path of [...pages_of(records, plan, LONG), ...await talk(page, records, LONG),
            ...await with_tokens(page, records, LONG), ...await with_cards(page, records), ...await with_webhook(page, LONG), ...await with_endpoint(page, records, LONG), ...await with_runner(page, LONG), ...await with_review(page), ...await others(page)]) {
            await page.visit(path);
            findings.push(...await whole(page, path));
        }
        assert.deepEqual(findings, []);
    });
}
