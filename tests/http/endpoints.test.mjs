// Model endpoints, end to end, with a real server that speaks OpenAI's API, also wrongly: what is asked and
// with which key, what each fault comes to, and where nothing is sent.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { startModelServer } from './model_server.mjs';
import { expectStatus, setUp } from './people.mjs';
import { removeFolder, startServer, temporaryFolder } from './server.mjs';
import { makeAuthority } from './webhook_receiver.mjs';

let starting = null;

async function start() {
    const folder = temporaryFolder();
    const trusted = makeAuthority(folder, 'trusted');
    const models = await startModelServer();
    const unlisted = await startModelServer();
    const secure = await startModelServer(trusted.issue('here', 'IP:127.0.0.1'));
    const keys = path.join(folder, 'keys');
    fs.mkdirSync(keys);
    fs.writeFileSync(path.join(keys, `127.0.0.1:${models.port}`), 'sk-of-the-operator\n');
    const server = await startServer({ env: {
        ROSTRUM_MODEL_HOSTS: `models.invalid 127.0.0.1:${models.port} 127.0.0.1:${secure.port}`,
        ROSTRUM_MODEL_KEYS: keys,
        ROSTRUM_CA_FILE: trusted.file,
    } });
    const admin = await setUp(server);
    return { folder, models, unlisted, secure, server, admin, count: 0 };
}

after(async () => {
    const made = await starting?.catch(() => null);
    await made?.server.stop();
    for (const name of ['models', 'unlisted', 'secure']) made?.[name].stop();
    if (made) removeFolder(made.folder);
});

function world() {
    starting ??= start();
    return starting;
}

/** The page of a new endpoint. */
async function add(made, changes = {}) {
    const page = await made.admin.fill('/settings/endpoints/new', 'Add endpoint', {
        name: `Endpoint ${made.count += 1}`,
        url: `http://127.0.0.1:${made.models.port}/v1/`,
        models: 'large-1\r\nsmall-1',
        secret: 'sk-of-the-customer',
        timeout_s: '3',
        ...changes,
    });
    expectStatus(page, 303);
    return page.location;
}

/** What testing it says. */
async function check({ admin }, page) {
    const done = await admin.fill(page, 'Test connection');
    expectStatus(done, 303);
    return (await admin.follow(done)).words;
}

test('endpoints: the models are asked for with the key, which no page shows', async () => {
    const made = await world();
    const page = await add(made);
    assert.match(await check(made, page), /The connection works: 2 models, in \d+ ms\./);
    const [asked] = made.models.at('/v1/models');
    assert.equal(asked.method, 'GET');
    assert.equal(asked.headers.authorization, 'Bearer sk-of-the-customer');
    assert.equal(asked.headers.accept, 'application/json');
    for (const where of [page, `${page}/edit`, `${page}/delete`, `${page}/prices`, '/settings/endpoints', '/audit'])
        assert.doesNotMatch(expectStatus(await made.admin.get(where), 200).text, /sk-of-the-customer/);
    assert.match((await made.admin.get('/settings/endpoints')).words, /Works/);
    assert.match((await made.admin.get('/settings/security')).words, /Prompts can be sent to these model endpoints, and nowhere else: Endpoint 1\./);
});

test('endpoints: with the operator\'s key for the host, with none, and over TLS', async () => {
    const made = await world();
    const of_operator = await add(made, { url: `http://127.0.0.1:${made.models.port}/operator/v1`, secret_kind: 'operator', secret: '' });
    assert.match(await check(made, of_operator), /The connection works/);
    assert.equal(made.models.at('/operator/v1/models')[0].headers.authorization, 'Bearer sk-of-the-operator');
    const open = await add(made, { url: `http://127.0.0.1:${made.models.port}/open/v1`, secret_kind: 'none', secret: '' });
    assert.match(await check(made, open), /The connection works/);
    assert.equal(made.models.at('/open/v1/models')[0].headers.authorization, undefined);
    const secure = await add(made, { url: `https://127.0.0.1:${made.secure.port}/v1` });
    assert.match(await check(made, secure), /The connection works/);
    // the operator has no key for that host, and the one of another is not sent there
    const other = await add(made, { url: `https://127.0.0.1:${made.secure.port}/other/v1`, secret_kind: 'operator', secret: '' });
    assert.match(await check(made, other), /There is no key for its host/);
    assert.deepEqual(made.secure.at('/other/v1/models'), []);
});

test('endpoints: each fault is told with its reason, and none is a 500', async () => {
    const made = await world();
    const rows = [
        ['refused', /It refused the API key\./], ['missing', /It knows no such address or model\./],
        ['limited', /It was asked too often\./], ['failing', /It failed\./],
        ['redirect', /It redirects, which is not followed\./], ['error', /It answered with an error\./],
        ['empty', /Its answer has nothing in it\./], ['html', /Its answer is neither JSON nor a stream of events, by its content type\./],
        ['broken', /Its answer can't be read\./], ['bytes', /Its answer can't be read\./],
        ['nothing', /Its answer can't be read\./], ['closed', /No connection could be made, or it broke\./],
        ['half', /No connection could be made, or it broke\./], ['slow', /It did not answer in time\./],
        ['drip', /It did not answer in time\./], ['huge', /Its answer is too large\./],
        ['announced', /Its answer is too large\./], ['headers', /Its answer is too large\./],
    ];
    for (const [fault, words] of rows) {
        const page = await add(made, { url: `http://127.0.0.1:${made.models.port}/${fault}/v1`, timeout_s: '1' });
        const began = Date.now();
        const said = await check(made, page);
        assert.match(said, words, `${fault}: ${said.slice(0, 600)}`);
        assert.ok(Date.now() - began < 8000, `${fault}: ${Date.now() - began} ms`);
        expectStatus(await made.admin.fill(`${page}/delete`, 'Delete endpoint'), 303);
    }
    assert.deepEqual(made.models.at('/elsewhere/v1/models'), []);
});

test('endpoints: nothing goes where the operator does not say', async () => {
    const made = await world();
    const port = made.unlisted.port;
    const refused = [`http://127.0.0.1:${port}/v1`, 'http://example.com/v1', 'https://u:p@models.invalid/v1', 'https://models.invalid/v1?key=x',
        'https://models.invalid/v1#x', 'file:///etc/passwd', 'gopher://models.invalid/', 'javascript:x', ''];
    for (const url of refused)
        expectStatus(await made.admin.fill('/settings/endpoints/new', 'Add endpoint', { name: 'Never', url, models: 'm', secret: 'sk' }), 422);
    const walls = ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1', '169.254.169.254', '10.0.0.1'];
    for (const host of walls) {
        const page = await add(made, { url: `https://${host}:${port}/v1` });
        assert.match(await check(made, page), /Its host may not be called\..*model-hosts/, host);
        expectStatus(await made.admin.fill(`${page}/delete`, 'Delete endpoint'), 303);
    }
    assert.deepEqual(made.unlisted.requests, []);
});

test('endpoints: two at once, one stale, and a key that follows no change of host', async () => {
    const made = await world();
    const page = await add(made);
    const [first, second] = [await made.admin.get(`${page}/edit`), await made.admin.get(`${page}/edit`)];
    expectStatus(await made.admin.submit(first, 'Save endpoint', { models: 'large-1' }), 303);
    const stale = expectStatus(await made.admin.submit(second, 'Save endpoint', { models: 'small-1' }), 409);
    assert.match(stale.words, /Someone else changed this endpoint meanwhile/);
    const moved = await made.admin.fill(`${page}/edit`, 'Save endpoint', { url: `https://127.0.0.1:${made.secure.port}/moved/v1` });
    assert.match(expectStatus(moved, 422).words, /The address has another host\. Enter the API key for it\./);
    assert.deepEqual(made.secure.at('/moved/v1/models'), []);
});
