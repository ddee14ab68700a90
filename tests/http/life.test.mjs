// Starting, stopping, starting again; files and their modes; key rings that do not fit.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { Browser } from './client.mjs';
import { days, isPostgres, sqlNumber } from './engine.mjs';
import { admin, createPrompt, expectStatus, setUp, signIn } from './people.mjs';
import { buildDir, freePort, isAlive, namesBelow, removeFolder, serveAndFail, startServer, temporaryFolder } from './server.mjs';
import { waitFor } from './wait.mjs';

function mode(file) {
    return (fs.statSync(file).mode & 0o777).toString(8);
}

function canConnect(port) {
    return new Promise((resolve) => {
        const socket = net.connect(port, '127.0.0.1');
        socket.on('connect', () => (socket.destroy(), resolve(true)));
        socket.on('error', () => resolve(false));
    });
}

function makeKeyRing(folder) {
    const ring = path.join(folder, 'other-ring');
    execFileSync(
        path.join(buildDir, 'rostrum'),
        ['init', '--key-ring', ring, '--database', `sqlite:${path.join(folder, 'other.db')}`],
        { stdio: 'pipe' },
    );
    return ring;
}

test('life: a new server says where it is and how to set it up', async () => {
    const server = await startServer();
    try {
        const { stdout } = server.output;
        assert.match(
            stdout,
            new RegExp(`^Set up Rostrum at ${server.url}/setup\\?code=\\S+$`, 'm'),
        );
        assert.match(stdout, new RegExp(`^Rostrum is ready at ${server.url}/$`, 'm'));
        const browser = new Browser(server);
        const health = await browser.get('/healthz');
        assert.deepEqual([health.status, health.text], [200, 'ok\n']);
        const ready = await browser.get('/readyz');
        assert.deepEqual([ready.status, ready.text], [200, 'ready\n']);
        const login = await browser.get('/login');
        assert.deepEqual([login.status, login.location], [303, '/setup']);
        const page = await browser.get(`/setup?code=${server.setupCode}`);
        assert.equal(page.value('Set up Rostrum', 'setup_code'), server.setupCode);
        const wrong = await browser.submit(page, 'Set up Rostrum', {
            ...admin,
            setup_code: 'AAAAA-BBBBB-CCCCC-DDDDD',
        });
        expectStatus(wrong, 422);
        assert.equal(wrong.value('Set up Rostrum', 'full_name'), admin.full_name);
        const log = fs
            .readFileSync(path.join(server.dataDir, 'log/rostrum.log'), 'utf8')
            .trim()
            .split('\n');
        const requests = log
            .map((line) => JSON.parse(line))
            .filter((line) => line.event === 'request');
        assert.ok(
            requests.some(
                (line) =>
                    line.route === '/setup' && line.method === 'POST' && line.status === '422',
            ),
        );
        assert.ok(requests.every((line) => /^[0-9a-f]{32}$/.test(line.request_id)));
    } finally {
        await server.stop();
    }
});

test('life: the folder is 0700; key ring, database and logs are for their owner alone', async () => {
    const server = await startServer();
    try {
        assert.equal(mode(server.dataDir), '700');
        for (const name of [
            'key-ring',
            ...(isPostgres ? [] : ['rostrum.db', 'rostrum.db-wal']),
            'log/rostrum.log',
            'log/nginx.log',
        ])
            assert.equal(mode(path.join(server.dataDir, name)), '600', name);
        for (const name of namesBelow(server.dataDir)) {
            const status = fs.statSync(path.join(server.dataDir, name));
            if (!status.isSocket()) assert.equal(status.mode & 0o077, 0, name);
        }
    } finally {
        await server.stop();
    }
});

for (const signal of ['SIGTERM', 'SIGINT']) {
    test(`life: ${signal} ends all that it started and nothing else`, async () => {
        const bystander = spawn('sleep', ['60'], { stdio: 'ignore' });
        const [server, neighbour] = await Promise.all([startServer(), startServer()]);
        try {
            const tree = server.tree();
            const names = tree.map((one) => one.name);
            for (const name of ['nginx', 'multiwatch', 'rostrum.fcgi'])
                assert.ok(names.includes(name), name);
            assert.ok(server.workerPids().length >= 4);
            await server.kill(signal);
            assert.equal(server.output.exit, 0);
            assert.deepEqual(
                tree.filter((one) => isAlive(one.pid)),
                [],
            );
            assert.equal(await canConnect(server.port), false);
            assert.deepEqual(
                fs
                    .readdirSync(path.join(server.dataDir, 'run'))
                    .filter((name) => name.endsWith('.sock')),
                [],
            );
            assert.ok(isAlive(bystander.pid));
            assert.equal((await new Browser(neighbour).get('/readyz')).status, 200);
        } finally {
            bystander.kill();
            await server.stop();
            await neighbour.stop();
        }
    });
}

test('life: what served is gone as well when bootstrap itself is killed with -9', async () => {
    const server = await startServer();
    try {
        // A worker that is only being forked would take the supervisor's signal for its own.
        const count = 2 * os.availableParallelism() + 2;
        await waitFor(() => server.workerPids().length >= count);
        const tree = server.tree();
        await server.kill('SIGKILL');
        const left = () => tree.filter((one) => isAlive(one.pid)).map((one) => one.name);
        await waitFor(() => left().length === 0, () => left().join(' '));
    } finally {
        await server.stop();
    }
});

test('life: a second start keeps the data and offers no set-up', async () => {
    const folder = temporaryFolder();
    const dataDir = path.join(folder, 'data');
    try {
        const first = await startServer({ dataDir });
        let prompt;
        try {
            const browser = await setUp(first);
            prompt = await createPrompt(browser, { name: 'kept/greeting', body: 'Hello there.' });
        } finally {
            await first.stop();
        }
        const second = await startServer({ dataDir });
        try {
            assert.equal(second.setupUrl, null);
            const browser = await signIn(second, admin.email);
            assert.match((await browser.get(prompt)).text, /Hello there\./);
            assert.equal((await browser.get('/setup')).status, 404);
            assert.equal(
                (await new Browser(second).get(`/setup?code=${first.setupCode}`)).status,
                404,
            );
        } finally {
            await second.stop();
        }
    } finally {
        removeFolder(folder);
    }
});

test('life: a port in use and a folder being served are refused in plain words', async () => {
    const folder = temporaryFolder();
    const listener = net.createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    try {
        const { port } = listener.address();
        const busy = await serveAndFail({ port, dataDir: path.join(folder, 'data') });
        assert.equal(busy.exit, 1);
        assert.match(busy.stderr, new RegExp(`port ${port} is in use`));
        assert.equal(busy.stdout, '');
        const server = await startServer({ dataDir: path.join(folder, 'data') });
        try {
            const twice = await serveAndFail({ port: await freePort(), dataDir: server.dataDir });
            assert.equal(twice.exit, 1);
            assert.match(twice.stderr, /is being served already/);
            assert.equal((await new Browser(server).get('/readyz')).status, 200);
        } finally {
            await server.stop();
        }
    } finally {
        listener.close();
        removeFolder(folder);
    }
});

test('life: a key ring that is wrong, open, damaged or missing stops the start', async () => {
    const folder = temporaryFolder();
    const dataDir = path.join(folder, 'data');
    const ring = path.join(dataDir, 'key-ring');
    const start = async () => serveAndFail({ port: await freePort(), dataDir });
    try {
        await (await startServer({ dataDir })).stop();
        const good = fs.readFileSync(ring);
        const read = () => (isPostgres ? '' : fs.readFileSync(path.join(dataDir, 'rostrum.db')));
        const database = read();
        const put = (bytes, asMode = 0o600) => {
            fs.rmSync(ring, { force: true });
            if (bytes !== null) fs.writeFileSync(ring, bytes, { mode: asMode });
            if (bytes !== null) fs.chmodSync(ring, asMode);
        };
        const cases = [
            [
                'wrong',
                fs.readFileSync(makeKeyRing(folder)),
                0o600,
                /does not belong to this database/,
            ],
            ['open to others', good, 0o644, /nobody else may\s+read it/],
            [
                'damaged',
                Buffer.concat([good.subarray(0, 20), Buffer.from('\n')]),
                0o600,
                /is damaged/,
            ],
            ['missing', null, 0o600, /its key ring .* is missing/],
        ];
        for (const [name, bytes, asMode, message] of cases) {
            put(bytes, asMode);
            const output = await start();
            assert.equal(output.exit, 1, name);
            assert.match(output.stderr, message, name);
            assert.doesNotMatch(output.stdout, /ready/, name);
            assert.equal(fs.existsSync(ring), bytes !== null, `${name}: no ring is made up`);
        }
        assert.deepEqual(read(), database);
        put(good);
        await (await startServer({ dataDir })).stop();
    } finally {
        removeFolder(folder);
    }
});

test('life: --demo fills a database that is new, and no other', async () => {
    const folder = temporaryFolder();
    const dataDir = path.join(folder, 'data');
    try {
        const first = await startServer({ dataDir, isDemo: true });
        const people = first.demo;
        try {
            assert.equal(first.setupUrl, null);
            assert.deepEqual(people.map((one) => one.persona).sort(), [
                'Customer Admin',
                'DevOps Engineer',
                'Enterprise Team',
                'Individual Developer',
                'Platform Admin',
                'Product Manager',
                'superuser',
            ]);
            for (const { email, password, persona } of people) {
                const browser = await signIn(first, email, password);
                expectStatus(await browser.get('/prompts'), 200);
                const page = await browser.get('/account');
                assert.ok(persona === 'superuser' || page.words.includes(persona), persona);
            }
            assert.equal(sqlNumber(first, 'SELECT count(*) FROM prompts'), 31);
            const fetched = (what) => sqlNumber(first, `SELECT count(DISTINCT ${what}) FROM servings`);
            assert.ok(fetched('day') >= 28, 'days are moved into working hours');
            assert.equal(fetched('token_id'), 3);
            assert.equal(
                sqlNumber(
                    first,
                    'SELECT count(*) FROM (SELECT 1 FROM prompt_versions ' +
                        'GROUP BY record_id HAVING count(*) > 1) AS changed',
                ),
                30,
            );
            for (const table of ['prompt_tags', 'prompt_labels', 'label_moves', 'record_links'])
                assert.ok(sqlNumber(first, `SELECT count(*) FROM ${table}`) > 10, table);
            const span = sqlNumber(
                first,
                `SELECT ${days('min(created_at)', 'max(created_at)')} FROM prompt_versions`,
            );
            assert.ok(span > 30, `${span} days`);
        } finally {
            await first.stop();
        }
        const second = await startServer({ dataDir, isDemo: true });
        try {
            assert.deepEqual(second.demo, []);
            assert.match(second.output.stderr, /--demo changes nothing/);
            assert.equal(sqlNumber(second, 'SELECT count(*) FROM prompts'), 31);
            await signIn(second, people[0].email, people[0].password);
        } finally {
            await second.stop();
        }
    } finally {
        removeFolder(folder);
    }
});
