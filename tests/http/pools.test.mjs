// Pages never queue behind slow work, however its address is spelled.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Browser, rawRequest } from './client.mjs';
import { expectStatus } from './people.mjs';
import { buildDir } from './server.mjs';
import { shared } from './shared.mjs';

test('pools: another spelling of a slow address is 404, and never served by the fast pool', async () => {
    const { server, developer } = await shared();
    const nobody = new Browser(server);
    for (const path of ['/%6cogin', '/logi%6E', '/%73etup', '/%69nvite/x', '/%72eset/x'])
        expectStatus(await nobody.get(path), 404);
    expectStatus(await nobody.post('/%6cogin', { email: 'x@y.example', password: 'x' }), 404);
    const head = `Host: ${server.host}\r\nConnection: close\r\n\r\n`;
    const absolute = `GET http://${server.host}/%6cogin HTTP/1.1\r\n${head}`;
    assert.ok([400, 404].includes((await rawRequest(server, absolute)).status));
    for (const path of [
        '/%73earch?q=a',
        '/%75sers',
        '/%61ccount',
        '/%69mport',
        '/prompts?%71=a',
        '/prompts?sort=name&%71=a',
        '/agents?%71=a',
        '/teams?%71=a',
    ])
        expectStatus(await developer.get(path), 404);
    for (const path of [
        '/search?q=a',
        '/prompts?q=a',
        '/prompts?q=%61',
        '/prompts?q=&sort=name',
        '/agents?x=1&q=a',
        '/teams?q=a',
    ])
        expectStatus(await developer.get(path), 200);
});

test('pools: every worker is confined by the kernel, and what is heavy gives way', async () => {
    const { server } = await shared();
    const isSanitized = fs.existsSync(path.join(buildDir, 'config.log')) &&
        /--enable-sanitizers/.test(fs.readFileSync(path.join(buildDir, 'config.log'), 'utf8'));
    const nice = {};
    for (const pid of server.workerPids()) {
        const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
        assert.match(status, isSanitized ? /^Seccomp:\t0$/m : /^NoNewPrivs:\t1\nSeccomp:\t2$/m);
        const pool = fs.readFileSync(`/proc/${pid}/environ`, 'utf8').match(/ROSTRUM_POOL=([a-z-]+)/)[1];
        const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
        (nice[pool] ??= []).push(Number(stat.slice(stat.lastIndexOf(')')).split(' ')[17]));
    }
    assert.deepEqual(Object.keys(nice).sort(), ['fast', 'sign-in', 'slow']);
    for (const value of nice.fast) assert.equal(value, Math.min(...nice.fast));
    for (const value of nice.slow) assert.equal(value, Math.min(19, nice.fast[0] + 5));
    assert.equal(nice.slow.length, 4);
});

test('pools: who wants everything at once waits, and nobody else does', async () => {
    const { admin, developer } = await shared();
    let waiting = [];
    // Where this test gets less of the cores than the workers, they are done before it has asked.
    for (let round = 0; waiting.length === 0 && round < 30; round++) {
        const many = Array.from({ length: 60 }, (_, i) => admin.get(`/search?q=many${i}`));
        for (let i = 0; i < 5; i++) expectStatus(await developer.get(`/search?q=one${i}`), 200);
        const pages = await Promise.all(many);
        for (const page of pages) expectStatus(page, 200, 503);
        waiting = pages.filter((page) => page.status === 503);
        assert.ok(waiting.length < pages.length, 'all wait');
    }
    assert.ok(waiting.length > 0, 'nobody waits');
    for (const page of waiting) {
        assert.match(page.words, /Your turn comes soon/);
        assert.equal(page.headers.refresh, '2');
    }
    expectStatus(await admin.get('/search?q=later'), 200);
});
