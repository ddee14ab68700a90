// What an operator watches: /metrics over all workers, the log with its traces, /readyz, and that the
// dashboard and the rules ask for what is there.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { after, test } from 'node:test';
import { Browser } from './client.mjs';
import { databaseUrl, isPostgres, sql, startDatabase } from './engine.mjs';
import { metricsOf, namesIn, readMetrics, sumOf } from './metrics.mjs';
import { admin, expectStatus, makeToken, setUp, signIn } from './people.mjs';
import { buildDir, killWorkers, sourceDir, startServer } from './server.mjs';
import { waitFor } from './wait.mjs';

const requests = 'rostrum_http_request_duration_seconds_count';
const trace = '0af7651916cd43dd8448eb211c80319c';
const span = 'b7ad6b7169203331';

let starting = null;

/** One installation, whose only named proxy is 127.0.0.3. */
function own() {
    starting ??= (async () => {
        const server = await startServer({
            env: {
                ROSTRUM_PROXIES: '127.0.0.3',
                ROSTRUM_METRICS_FROM: '127.0.0.1 10.1.2.0/24',
            },
        });
        return { server, browser: await setUp(server) };
    })();
    return starting;
}

after(async () => (await starting?.catch(() => null))?.server.stop());

/** GET from another address of this machine: {status, text, type}. */
function getFrom(server, place, localAddress, headers = {}) {
    return new Promise((resolve, reject) => {
        const options = {
            host: '127.0.0.1',
            port: server.port,
            path: place,
            localAddress,
            headers: { Host: server.host, ...headers },
            agent: false,
        };
        http.get(options, (message) => {
            let text = '';
            message.setEncoding('utf8').on('data', (piece) => (text += piece));
            message.on('end', () =>
                resolve({
                    status: message.statusCode,
                    text,
                    type: message.headers['content-type'],
                    headers: message.headers,
                }),
            );
        }).on('error', reject);
    });
}

/** The lines of a log, without what multiwatch says of a worker that was killed. */
function linesOf(server, name) {
    const text = fs.readFileSync(path.join(server.dataDir, 'log', name), 'utf8');
    return text.split('\n').filter((line) => line !== '' && !/^Child\[\d+\] died/.test(line));
}

test('watching: counters of all workers move by exactly what was asked', async () => {
    const { server, browser } = await own();
    const { secretKey } = await makeToken(browser, ['prompts:read']);
    const before = await metricsOf(server);
    for (let i = 0; i < 7; i++) expectStatus(await browser.get('/prompts'), 200);
    await Promise.all([1, 2, 3, 4, 5].map(() => browser.get('/nothing/here')));
    const headers = { Authorization: `Bearer ${secretKey}` };
    for (let i = 0; i < 3; i++)
        expectStatus(await new Browser(server).get('/api/v1/prompts', { headers }), 200);
    const page = await browser.get('/prompts/new');
    expectStatus(
        await browser.submit(page, 'Create prompt', { name: 'watching/one', body: 'x' }),
        303,
    );
    const now = await metricsOf(server);
    const moved = (labels) => sumOf(now, requests, labels) - sumOf(before, requests, labels);
    assert.equal(moved({ route: '/prompts', method: 'GET', status: '2xx' }), 7);
    assert.equal(moved({ route: 'none', status: '4xx' }), 5);
    assert.equal(moved({ route: '/api/v1/prompts', method: 'GET', status: '2xx' }), 3);
    assert.equal(moved({ route: '/prompts/new', method: 'POST', status: '3xx' }), 1);
    assert.equal(moved({ route: '/prompts/new', method: 'GET' }), 1);
    assert.equal(moved({ status: '5xx' }), 0);
    // and all of them together, the first look at /metrics included
    assert.equal(moved({}), 7 + 5 + 3 + 2 + 1);
    const waits = (metrics) => sumOf(metrics, 'rostrum_queue_wait_seconds_count');
    assert.equal(waits(now) - waits(before), 7 + 5 + 3 + 2 + 1);
    const spent = (metrics, name) => sumOf(metrics, name, { route: '/prompts', method: 'GET' });
    for (const name of ['rostrum_database_seconds_total', 'rostrum_database_statements_total'])
        assert.ok(spent(now, name) > spent(before, name), name);
    const trips = 'rostrum_database_round_trips_total';
    if (isPostgres) assert.ok(spent(now, trips) - spent(before, trips) >= 7);
    else assert.equal(sumOf(now, trips), 0);
});

test('watching: the workers of every pool are seen, and what they do', async () => {
    const { server } = await own();
    const metrics = await metricsOf(server);
    const workers = server.workerPids().length;
    assert.equal(sumOf(metrics, 'rostrum_workers'), workers);
    for (const pool of ['fast', 'sign-in', 'slow']) {
        assert.ok(sumOf(metrics, 'rostrum_workers', { pool }) > 0, pool);
        assert.ok(sumOf(metrics, 'rostrum_worker_memory_bytes', { pool }) > 1 << 20, pool);
        assert.ok(sumOf(metrics, 'rostrum_worker_cpu_seconds_total', { pool }) > 0, pool);
    }
    assert.equal(sumOf(metrics, 'rostrum_workers_busy', { pool: 'sign-in' }), 1, 'this request');
    const info = metrics.families.get('rostrum_build_info').samples[0];
    assert.equal(info.labels.engine, isPostgres ? 'postgresql' : 'sqlite');
    assert.match(info.labels.version, /^\d+\.\d+\.\d+$/);
    assert.equal(sumOf(metrics, 'rostrum_database_up'), 1);
    assert.equal(sumOf(metrics, 'rostrum_database_disk', { state: 'fine' }), 1);
    assert.ok(sumOf(metrics, 'rostrum_schema_version') >= 30);
});

test('watching: kill -9 of workers takes nothing back', async () => {
    const { server, browser } = await own();
    const place = { route: '/account', method: 'GET' };
    const counters = (metrics) =>
        [...metrics.families].filter(([, family]) => family.type !== 'gauge');
    let before = await metricsOf(server);
    let asked = 0;
    for (let round = 0; round < 4; round++) {
        const answers = await Promise.all([1, 2, 3, 4].map(() => browser.get('/account')));
        asked += answers.filter((answer) => answer.status === 200).length;
        assert.equal(asked, 4 * (round + 1));
        const [some] = server.workerPids();
        if (round === 2) process.kill(some, 'SIGKILL');
        else await killWorkers(server);
        await waitFor(async () => (await browser.get('/healthz')).status === 200);
        const now = await metricsOf(server);
        for (const [name, family] of counters(before))
            for (const { labels, value, name: sample } of family.samples)
                assert.ok(sumOf(now, sample, labels) >= value, `${name} ${JSON.stringify(labels)}`);
        before = now;
    }
    const first = sumOf(before, requests, { ...place, status: '2xx' });
    assert.ok(first >= asked);
    const workers = () => server.workerPids().length;
    await waitFor(async () => sumOf(await metricsOf(server), 'rostrum_workers') === workers());
    const end = await metricsOf(server);
    assert.equal(sumOf(end, 'rostrum_workers'), workers(), 'no killed one is among them');
    assert.equal(sumOf(end, 'rostrum_workers_busy'), 1, 'and none is busy for ever');
    assert.ok(sumOf(end, 'rostrum_workers_started_total') > 3 * workers());
});

test('watching: sign-ins, refusals and queues are counted', async () => {
    const { server } = await own();
    const before = await metricsOf(server);
    await signIn(server, admin.email);
    const stranger = new Browser(server);
    const wrong = { email: admin.email, password: 'a wrong one, to be sure' };
    expectStatus(await stranger.fill('/login', 'Sign in', wrong), 422);
    const now = await metricsOf(server);
    const moved = (result) =>
        sumOf(now, 'rostrum_sign_ins_total', { result }) -
        sumOf(before, 'rostrum_sign_ins_total', { result });
    assert.deepEqual(['success', 'failure', 'refused'].map(moved), [1, 1, 0]);
    for (const queue of ['mail', 'webhooks', 'model_calls', 'test_runs', 'imports'])
        assert.equal(sumOf(now, 'rostrum_queue_length', { queue }), 0);
    assert.ok(sumOf(now, 'rostrum_audit_unsigned_events') >= 0);
});

test('watching: only the address of the operator is answered', async () => {
    const { server, browser } = await own();
    const forwarded = (address) => ({ 'X-Forwarded-For': address });
    const cases = [
        ['127.0.0.1', {}, 200],
        ['127.0.0.2', {}, 403],
        ['127.0.0.2', forwarded('127.0.0.1'), 403],
        // through the proxy that nginx knows
        ['127.0.0.3', forwarded('10.1.2.9'), 200],
        ['127.0.0.3', forwarded('10.1.3.9'), 403],
        ['127.0.0.3', forwarded('10.1.2.9, 10.1.3.9'), 403],
        ['127.0.0.3', forwarded('127.0.0.1'), 200],
        // and through one that it does not know, on an address that is allowed
        ['127.0.0.1', forwarded('10.1.2.9'), 403],
        ['127.0.0.1', { Forwarded: 'for=10.1.2.9' }, 403],
        ['127.0.0.1', { Via: '1.1 proxy' }, 403],
    ];
    for (const [address, headers, status] of cases) {
        const answer = await getFrom(server, '/metrics', address, headers);
        assert.equal(answer.status, status, `${address} ${JSON.stringify(headers)}`);
        if (status === 200) continue;
        assert.equal(answer.text, 'Forbidden\n');
        assert.equal(answer.type, 'text/plain; charset=utf-8');
        assert.match(answer.headers['content-security-policy'], /default-src 'none'/);
    }
    // other pages are as open as they were
    assert.equal((await getFrom(server, '/healthz', '127.0.0.2')).status, 200);
    assert.equal((await getFrom(server, '/login', '127.0.0.1', { Via: 'x' })).status, 200);
    for (const place of ['/metrics/', '//metrics', '/%6detrics', '/x/../metrics', '/metrics%00'])
        assert.notEqual((await getFrom(server, place, '127.0.0.2')).status, 200, place);
    expectStatus(await browser.request('POST', '/metrics', { body: '' }), 405);
});

test('watching: a worker refuses as well, whoever let the request through', async () => {
    const { server } = await own();
    const ask = (address) =>
        new Promise((resolve) => {
            const env = {
                ROSTRUM_DATABASE: databaseUrl(server.dataDir),
                ROSTRUM_KEY_RING: path.join(server.dataDir, 'key-ring'),
                ROSTRUM_TEMPLATES: path.join(sourceDir, 'templates'),
                ROSTRUM_METRICS_FROM: '127.0.0.1 10.1.2.0/24',
                REQUEST_METHOD: 'GET',
                REQUEST_URI: '/metrics',
                REMOTE_ADDR: address,
            };
            const program = path.join(buildDir, 'rostrum.fcgi');
            execFile(program, { env, maxBuffer: 8 << 20 }, (error, stdout) => resolve(stdout));
        });
    assert.match(await ask('192.0.2.1'), /^Status: 403[^]*\nForbidden\n$/);
    assert.match(await ask(''), /^Status: 403/);
    assert.match(await ask('10.1.2.200'), /^Status: 200/);
    assert.match(await ask('127.0.0.1'), /^Status: 200/);
});

test('watching: no address, however many there are, becomes a label', async () => {
    const { server, browser } = await own();
    await metricsOf(server);
    const before = await metricsOf(server);
    const hostile = [
        '/x"} 1\nrostrum_fake 1',
        '/prompts/{id}',
        '/%22%7d%201%0arostrum_fake%201',
        '/rostrum_fake{a="b"}',
        '/%5c%22',
        '/\u00e9',
    ].map(encodeURI);
    for (const place of hostile) await browser.get(place);
    for (let i = 0; i < 400; i += 20)
        await Promise.all(
            Array.from({ length: 20 }, (_, j) =>
                browser.request(j % 2 === 0 ? 'GET' : 'PROPFIND', `/planted-${i + j}/${Math.random()}`),
            ),
        );
    const answer = await browser.get('/metrics');
    const now = readMetrics(answer.text);
    assert.doesNotMatch(answer.text, /planted|fake|PROPFIND|\\/);
    const added = [...now.series.keys()].filter((key) => !before.series.has(key));
    assert.ok(added.every((key) => /route="(none|\/metrics)"/.test(key)), added.join('\n'));
    assert.ok(
        sumOf(now, requests, { route: 'none', method: 'none' }) >=
            sumOf(before, requests, { route: 'none', method: 'none' }) + 400,
    );
});

test('watching: the log is JSON, with routes, traces and nothing that was typed', async () => {
    const { server, browser } = await own();
    const traceparent = `00-${trace}-${span}-01`;
    const asked = [
        ['/prompts?q=planted-words', { traceparent }, true],
        ['/planted-place', { traceparent: `cc-${trace}-${span}-00-more` }, true],
        ['/help', { traceparent: `00-${trace.toUpperCase()}-${span}-01` }, false],
        ['/help', { traceparent: `ff-${trace}-${span}-01` }, false],
        ['/help', { traceparent: `00-${'0'.repeat(32)}-${span}-01` }, false],
        ['/help', { traceparent: `${traceparent}-x` }, false],
        ['/help', { traceparent: 'planted"}\\' }, false],
        ['/help', {}, false],
    ];
    const skipped = linesOf(server, 'rostrum.log').length;
    for (const [place, headers] of asked) await browser.get(place, { headers });
    await waitFor(() => linesOf(server, 'rostrum.log').length >= skipped + asked.length);
    const all = linesOf(server, 'rostrum.log');
    // Only the supervisor speaks in plain words, when it starts a worker.
    const lines = all.filter((line) => !/^(Spawning|Child) /.test(line)).map((line) => JSON.parse(line));
    const served = lines.filter((line) => line.event === 'request').slice(-asked.length);
    assert.equal(served.length, asked.length);
    for (const [i, line] of served.entries()) {
        assert.equal(line.trace_id, asked[i][2] ? trace : undefined, asked[i][0]);
        assert.equal(line.span_id, asked[i][2] ? span : undefined);
        assert.match(line.request_id, /^[0-9a-f]{32}$/);
        assert.match(line.time, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
        for (const name of ['status', 'duration_us', 'database_us', 'statements', 'round_trips'])
            assert.match(line[name], /^\d+$/, name);
        assert.ok(Number(line.database_us) <= Number(line.duration_us));
    }
    assert.deepEqual(
        served.map((line) => line.route),
        ['/prompts', null, '/help', '/help', '/help', '/help', '/help', '/help'],
    );
    assert.doesNotMatch(all.join('\n'), /planted/);
});

test('watching: what nginx answers itself is in its log, under the same id and trace', async () => {
    const { server, browser } = await own();
    const skipped = linesOf(server, 'nginx.log').length;
    const headers = { traceparent: `00-${trace}-${span}-01` };
    await browser.get('/static/planted.css', { headers });
    await browser.get('/static/planted.css', { headers: { traceparent: `00-${trace}-${span}` } });
    await browser.request('PLANTED', '/static/x.css');
    expectStatus(await browser.get('/help', { headers }), 200);
    await waitFor(() => linesOf(server, 'nginx.log').length >= skipped + 3);
    const lines = linesOf(server, 'nginx.log').map((line) => JSON.parse(line)).slice(skipped);
    assert.equal(lines.length, 3, 'what a worker answers is in its own log alone');
    for (const line of lines) {
        assert.equal(line.event, 'nginx.refused');
        assert.equal(line.level, 'warn');
        assert.match(line.request_id, /^[0-9a-f]{32}$/);
        assert.match(line.status, /^4\d\d$/);
    }
    assert.deepEqual(lines.map((line) => line.trace_id), [trace, '', '']);
    assert.deepEqual(lines.map((line) => line.method), ['GET', 'GET', 'other']);
    assert.doesNotMatch(linesOf(server, 'nginx.log').join('\n'), /planted/i);
});

/** Every metric that a text asks for is there, and has the labels that it asks by. */
function checkNames(what, text, metrics) {
    const known = new Map();
    for (const [name, family] of metrics.families) {
        const samples = family.type === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
        for (const suffix of samples) known.set(name + suffix, family);
    }
    const asked = namesIn(text);
    assert.ok(asked.size > 10, what);
    for (const [name, labels] of asked) {
        assert.ok(known.has(name), `${what} asks for ${name}, which is not there`);
        const sample = known.get(name).samples[0];
        for (const label of labels)
            assert.ok(
                label === 'instance' || label in sample.labels,
                `${what} asks for ${name} by ${label}`,
            );
    }
    return asked;
}

test('watching: the dashboard and the rules ask for what is there, and for all of it', async () => {
    const { server, browser } = await own();
    expectStatus(await browser.get('/prompts'), 200);
    const metrics = await metricsOf(server);
    const read = (name) => fs.readFileSync(path.join(sourceDir, 'etc', name), 'utf8');
    const dashboard = JSON.parse(read('grafana-dashboard.json'));
    const queries = dashboard.panels
        .flatMap((panel) => panel.targets ?? [])
        .map((target) => target.expr);
    const variables = dashboard.templating.list.map((one) => one.definition ?? '');
    const shown = checkNames('the dashboard', [...queries, ...variables].join('\n'), metrics);
    checkNames('a rule', read('prometheus-alerts.yml').replace(/^#.*$/gm, ''), metrics);
    const bases = new Set([...shown.keys()].map((name) => name.replace(/_(bucket|sum|count)$/, '')));
    for (const name of metrics.families.keys()) assert.ok(bases.has(name), `no panel has ${name}`);
    // Grafana's import: ids and places of panels are their own.
    const ids = dashboard.panels.map((panel) => panel.id);
    assert.equal(new Set(ids).size, ids.length);
    for (const { title, type, gridPos, targets } of dashboard.panels) {
        assert.ok(title && ['row', 'stat', 'timeseries'].includes(type), title);
        assert.ok(gridPos.x >= 0 && gridPos.x + gridPos.w <= 24 && gridPos.h > 0, title);
        for (const target of targets ?? []) assert.match(target.refId, /^[A-Z]$/);
    }
});

/** What /readyz says, once it says that something is missing. */
async function notReady(server, status = 503) {
    const answer = await waitFor(async () => {
        const page = await new Browser(server).get('/readyz');
        return page.status === status ? page : null;
    }, () => `/readyz is not ${status}`);
    assert.doesNotMatch(answer.text, /\/|sqlite:|postgresql:|rostrum\.db/);
    if (status === 503) assert.match(answer.headers['retry-after'], /^\d+$/);
    return answer.text;
}

test('watching: /readyz says what is missing, and is ready again without it', async () => {
    const database = isPostgres ? await startDatabase() : null;
    let isStopped = false;
    const server = await startServer(database ? { databaseFolder: database.folder } : {});
    try {
        await setUp(server);
        assert.equal(await notReady(server, 200), 'ready\n');
        const [last] = sql(server, 'SELECT max(number) FROM schema_migrations');
        const move = (from, to) =>
            sql(server, `UPDATE schema_migrations SET number = ${to} WHERE number = ${from}`);
        move(last, -1);
        assert.match(await notReady(server), /^not ready: the schema of the database is older/);
        move(-1, Number(last) + 1);
        assert.match(await notReady(server, 200), /newer than this program/);
        move(Number(last) + 1, last);
        assert.equal(await notReady(server, 200), 'ready\n');

        const ring = path.join(server.dataDir, 'key-ring');
        const right = fs.readFileSync(ring, 'utf8');
        const kid = right.split(' ')[0];
        const replace = (text) => {
            fs.writeFileSync(`${ring}.new`, text, { mode: 0o600 });
            fs.renameSync(`${ring}.new`, ring);
        };
        replace(`${kid} active ${Buffer.alloc(32, 7).toString('base64')}\n`);
        assert.match(await notReady(server), /^not ready: the key ring does not open/);
        replace(right);
        assert.equal(await notReady(server, 200), 'ready\n');

        isStopped = true;
        if (database) await database.stop();
        else fs.renameSync(path.join(server.dataDir, 'rostrum.db'), path.join(server.dataDir, 'x'));
        const gone = await notReady(server);
        if (database) assert.equal(gone, 'not ready: the database does not answer\n');
        else assert.equal(gone, 'not ready: the file of the database was removed or replaced\n');
        assert.equal((await new Browser(server).get('/healthz')).status, 200);
        if (!database) return;
        // what watches goes on watching
        const metrics = await waitFor(async () => {
            const seen = await metricsOf(server);
            return sumOf(seen, 'rostrum_database_up') === 0 ? seen : null;
        });
        assert.ok(sumOf(metrics, 'rostrum_workers') > 0);
        assert.equal(metrics.families.has('rostrum_queue_length'), false);
    } finally {
        await server.stop();
        if (!isStopped) await database?.stop();
    }
});
