// Nothing secret lies on the disk in clear: see plants.mjs.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Browser } from './client.mjs';
import { isPostgres, startDatabase } from './engine.mjs';
import {
    admin,
    createAgent,
    createImport,
    createPrompt,
    createTeam,
    expectStatus,
    idOf,
    invite,
    setUp,
} from './people.mjs';
import { filesOf, find, mark } from './plants.mjs';
import { startServer } from './server.mjs';
import { sleep } from './wait.mjs';

/** The person, and all that is secret about a life with Rostrum. */
async function live(server) {
    const secrets = {};
    const plant = (what) => (secrets[what] = mark(what));
    const person = {
        ...admin,
        full_name: `Ada ${plant('fullname')}`,
        email: `${plant('address')}@harbor.example`,
        password: `${plant('password')} harbor lantern 47`,
    };
    const browser = await setUp(server, person);
    secrets.setupCode = server.setupCode;
    secrets.setupCodeBare = server.setupCode.replaceAll('-', '');
    secrets.session = browser.cookies.get('session');
    const agent = { headers: { 'User-Agent': plant('useragent') } };
    const login = new Browser(server);
    const asked = await login.get('/login', agent);
    secrets.presession = login.cookies.get('presession');
    expectStatus(
        await login.submit(
            asked,
            'Sign in',
            { email: person.email, password: person.password },
            agent,
        ),
        303,
    );
    secrets.secondSession = login.cookies.get('session');
    for (const [email, password] of [
        [person.email, plant('wrongpassword')],
        [`${plant('unknown')}@x.example`, plant('otherpassword')],
    ])
        expectStatus(await new Browser(server).fill('/login', 'Sign in', { email, password }), 422);

    const link = await invite(browser, {
        full_name: plant('invitedname'),
        email: `${plant('invited')}@harbor.example`,
        user_persona: 'Product Manager',
    });
    secrets.invitation = link.split('/')[2];
    const theirs = new Browser(server);
    const accepted = await theirs.fill(link, 'Accept invitation', {
        full_name: plant('renamed'),
        password: `${plant('theirpassword')} is long enough`,
    });
    expectStatus(accepted, 303);
    secrets.theirSession = theirs.cookies.get('session');

    const chars = 'in a body that is long enough to leave the page it began on, ';
    const body = `${plant('bodystart')} ${chars.repeat(300)} ${plant('bodyend')}`;
    const prompt = await createPrompt(browser, {
        name: secretless.promptName,
        body,
        description: plant('description'),
        tags: secretless.tag,
        message: plant('changemessage'),
    });
    const settings = JSON.stringify({ temperature: 1, metadata: { note: plant('settings') } });
    expectStatus(
        await browser.fill(`${prompt}/edit`, 'Save prompt', {
            body: `${body} ${plant('second')}`,
            settings,
            message: plant('secondmessage'),
        }),
        303,
    );
    const { label } = secretless;
    const change = `${prompt}/releases/change?label=${label}&to_version=1`;
    const move = { reason: plant('movereason') };
    expectStatus(await browser.fill(change, `Move ${label} to v1`, move), 303);
    const refused = await browser.fill(`${prompt}/edit`, 'Save prompt', {
        body: plant('refusedbody'),
        name: '',
    });
    expectStatus(refused, 422);
    const stale = await browser.get(`${prompt}/edit`);
    expectStatus(await browser.submit(stale, 'Save prompt', { body: plant('third') }), 303);
    expectStatus(await browser.submit(stale, 'Save prompt', { body: plant('stalebody') }), 409);
    expectStatus(
        await browser.post(`${prompt}/edit`, { csrf: 'x', body: plant('forgedbody') }),
        403,
    );
    expectStatus(
        await new Browser(server).post(`${prompt}/edit`, { csrf: 'x', body: plant('keptbody') }),
        403,
    );
    expectStatus(await browser.get(`/prompts?q=${plant('bodysearch')}`), 200);
    expectStatus(await browser.get(`/users?q=${plant('usersearch')}`), 200);
    expectStatus(
        await browser.fill('/account', 'Save profile', { full_name: `Ada ${plant('newname')}` }),
        303,
    );
    const fresh = {
        current_password: person.password,
        password: `${plant('newpassword')} harbor lantern`,
    };
    expectStatus(await browser.fill('/account/password', 'Change password', fresh), 303);
    secrets.thirdSession = browser.cookies.get('session');
    secrets.csrf = (await browser.get('/account')).csrf;
    return { browser, secrets, prompt, theirs };
}

/** Agents, teams and documents: what is sealed of them, and what went wrong with it. */
async function organize(browser, secrets) {
    const plant = (what) => (secrets[what] = mark(what));
    const config = (more) => JSON.stringify({ model: { name: 'm' }, ...more });
    const agent = await createAgent(browser, {
        name: secretless.agentName,
        description: plant('agentdescription'),
        config: config({
            instructions: plant('instructions'),
            metadata: { note: plant('metadata') },
        }),
    });
    const other = await createAgent(browser, { name: 'Other' });
    const editAgent = `${agent}/edit`;
    const stale = await browser.get(editAgent);
    const sheet = { instructions: plant('sheettext') };
    expectStatus(await browser.submit(stale, 'Save agent', sheet), 303);
    const late = { instructions: plant('staleagent') };
    expectStatus(await browser.submit(stale, 'Save agent', late), 409);
    for (const text of [`{"${plant('brokenjson')}`, config({ prompt: plant('wrongprompt') })])
        expectStatus(await browser.fill(editAgent, 'Save agent', { config: text }), 422);
    const headers = { Authorization: `Bearer ${plant('credential')}` };
    const leaked = { mcp_servers: [{ name: 'a', url: 'https://a.example', headers }] };
    expectStatus(await browser.fill(editAgent, 'Save agent', { config: config(leaked) }), 422);
    expectStatus(await browser.post(editAgent, { csrf: 'x', config: plant('forgedagent') }), 403);
    expectStatus(await browser.get(`/agents?q=${plant('configsearch')}`), 200);
    expectStatus(await browser.get(`/search?q=${plant('everywhere')}`), 200);

    const graph = {
        name: 'Team',
        kind: 'graph',
        edge_from: idOf(agent),
        edge_to: idOf(other),
        edge_condition: plant('condition'),
        termination_text: plant('endtext'),
        description: plant('teamdescription'),
        message: plant('teammessage'),
    };
    const team = await createTeam(browser, graph, [agent, other]);
    const settings = { termination_text: plant('nextend') };
    expectStatus(await browser.fill(`${team}/edit`, 'Save team', settings), 303);
    const refused = { name: '', termination_text: plant('refusedend') };
    expectStatus(await browser.fill(`${team}/edit`, 'Save team', refused), 422);

    const plan = await createImport(browser, {
        prompts: [
            { name: 'imported/one', body: plant('importedbody') },
            { name: `${plant('refusedname')}//no`, body: plant('refusedimport') },
        ],
        agents: [
            {
                name: 'Imported',
                config: { model: { name: 'm' }, instructions: plant('importedconfig') },
            },
        ],
    });
    expectStatus(await browser.get(plan), 200);
    expectStatus(await browser.fill(plan, 'Import 2 records'), 303);
    await createImport(browser, { prompts: [{ name: 'waits', body: plant('waitingbody') }] });
    const broken = { text: `{"a": "${plant('brokendocument')}`, document: null };
    expectStatus(await browser.fill('/import', 'Review import', broken), 422);
    expectStatus(await browser.fill('/export', 'Export', { history: 'on' }), 200);
    expectStatus(await browser.get(`${agent}/export?${plant('exportquery')}=1`), 200);
}

const secretless = {
    promptName: mark('promptname'),
    tag: mark('tag'),
    label: mark('label'),
    agentName: mark('agentname'),
};

/** What goes wrong leaves traces in logs: those may not tell secrets either. */
async function fail(server, secrets, browser) {
    const plant = (what) => (secrets[what] = mark(what));
    const large = `email=${plant('largebody')}&body=${'x'.repeat(6 << 20)}`;
    expectStatus(await browser.post(`/login?next=/${plant('largequery')}`, large), 413);
    expectStatus(await browser.get(`/login?a=${plant('badquery')}&b=%00`), 400);
    expectStatus(
        await browser.get('/login', {
            headers: { Cookie: `session=${plant('badcookie')}; x=${'y'.repeat(20_000)}` },
        }),
        431,
    );
    for (const pool of ['fast', 'sign-in', 'slow']) {
        const socket = path.join(server.dataDir, `run/${pool}.sock`);
        fs.renameSync(socket, `${socket}.away`);
        try {
            const token = plant(`faultytoken${pool}`);
            expectStatus(await browser.get(`/invite/${token}?q=${token}`), 502, 404);
            expectStatus(await browser.get(`/prompts?q=${plant(`faultyquery${pool}`)}`), 502, 200);
            expectStatus(
                await new Browser(server).post('/login', { email: plant(`faultyform${pool}`) }),
                502,
                403,
            );
        } finally {
            fs.renameSync(`${socket}.away`, socket);
        }
    }
    for (const pid of server.workerPids()) process.kill(pid, 'SIGSTOP');
    const cut = browser.get(`/users?q=${plant('cutquery')}`).catch(() => null);
    await sleep(100);
    for (const pid of server.workerPids()) process.kill(pid, 'SIGKILL');
    await cut;
}

/** The keys of the ring, as bytes and as the file writes them. */
function keysOf(dataDir) {
    const lines = fs.readFileSync(path.join(dataDir, 'key-ring'), 'utf8').trim().split('\n');
    const keys = {};
    for (const [i, line] of lines.entries()) {
        const [, , base64] = line.split(' ');
        const bytes = Buffer.from(base64, 'base64');
        assert.equal(bytes.length, 32);
        keys[`masterKey${i}`] = bytes;
        keys[`masterKeyText${i}`] = base64.replace(/=+$/, '');
    }
    return keys;
}

test('secrets: what is planted is on the disk nowhere, while serving and after', async () => {
    const database = isPostgres ? await startDatabase() : null;
    const server = await startServer({ databaseFolder: database?.folder });
    try {
        const { browser, secrets, prompt, theirs } = await live(server);
        await organize(browser, secrets);
        await fail(server, secrets, browser);
        expectStatus(await theirs.get(prompt), 200);
        const all = { ...secrets, ...keysOf(server.dataDir) };
        assert.ok(
            Object.values(all).every((secret) => secret.length >= 14),
            'every secret is known',
        );
        const serving = filesOf(server);
        const ofSqlite = ['rostrum.db', 'rostrum.db-wal', 'rostrum.db-shm', 'rostrum.db.lock'];
        for (const name of ['log/rostrum.log', 'log/nginx.log', ...(isPostgres ? [] : ofSqlite)])
            assert.ok(name in serving, `${name} is searched`);
        const isOfDatabase = (name) => /rostrum\.db|\/data\//.test(name);
        const written = Object.keys(serving).filter(isOfDatabase);
        const bytes = written.reduce((sum, name) => sum + serving[name].length, 0);
        assert.ok(serving['log/rostrum.log'].length > 2000 && bytes > 100_000);
        assert.deepEqual(find(serving, all), []);
        assert.match(
            serving['log/nginx.log'].toString(),
            /"event":"nginx.fault".*"status":"502","duration_s":"[0-9.]+","pool":"rostrum_slow"/,
        );
        // The search would find what is there: names, tags and labels are not sealed.
        for (const [what, text] of Object.entries(secretless)) {
            const places = find(serving, { [what]: text });
            assert.ok(
                places.some((place) => isOfDatabase(place) && / as it is$/.test(place)),
                `${what}: ${places}`,
            );
        }
        await server.kill('SIGTERM');
        assert.deepEqual(find(filesOf(server), all), []);
        const { stdout, stderr } = server.output;
        const { setupCode, setupCodeBare, ...rest } = all; // it is printed, once, on purpose
        assert.deepEqual(
            find({ stdout: Buffer.from(stdout), stderr: Buffer.from(stderr) }, rest),
            [],
        );
    } finally {
        await server.stop();
        await database?.stop();
    }
});

test('secrets: the search itself finds a mark in each shape it may take', () => {
    const secret = mark('planted');
    const key = randomBytes(32);
    const shapes = [
        secret,
        Buffer.from(secret, 'utf16le'),
        Buffer.from(secret).toString('hex'),
        ...[0, 1, 2].map((shift) =>
            Buffer.from(`${'x'.repeat(shift)}${secret} and more`).toString('base64'),
        ),
    ];
    for (const shape of shapes) {
        const content = Buffer.concat([randomBytes(1000), Buffer.from(shape), randomBytes(1000)]);
        assert.notDeepEqual(find({ file: content }, { secret }), [], String(shape));
        assert.deepEqual(find({ file: randomBytes(3000) }, { secret }), []);
    }
    for (const shape of [
        key,
        key.toString('hex'),
        key.toString('base64'),
        key.toString('hex').toUpperCase(),
    ])
        assert.notDeepEqual(find({ file: Buffer.from(shape) }, { key }), []);
});
