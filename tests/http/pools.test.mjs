// Pages never queue behind slow work, however its address is spelled.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Browser, rawRequest } from './client.mjs';
import { expectStatus } from './people.mjs';
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
