// What clients of MLflow's prompt registry read, as their requests look, over nginx.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Browser } from './client.mjs';
import { makeToken } from './people.mjs';
import { Program, recordScopes } from './programs.mjs';
import { shared } from './shared.mjs';

const base = '/api/2.0/mlflow';

/** A client: RestStore sends GET with a query, a user agent, and Basic or Bearer. */
class Client {
    constructor(server, authorization) {
        this.browser = new Browser(server);
        this.headers = {
            Authorization: authorization,
            'User-Agent': 'mlflow-python-client/3.4.0',
            Accept: '*/*',
            'Accept-Encoding': 'gzip, deflate',
        };
    }

    async get(status, path, query = {}) {
        const text = new URLSearchParams(query).toString();
        const headers = Object.fromEntries(
            Object.entries(this.headers).filter(([, value]) => value !== undefined),
        );
        const answer = await this.browser.request('GET', `${base}${path}?${text}`, { headers });
        assert.equal(answer.status, status, `${path} ${text}: ${answer.text.slice(0, 300)}`);
        assert.equal(answer.headers['content-type'], 'application/json');
        const json = JSON.parse(answer.text);
        if (status >= 400) {
            assert.deepEqual(Object.keys(json).sort(), ['error_code', 'message']);
            assert.equal(typeof json.message, 'string');
        }
        return json;
    }
}

const tagsOf = (one) => Object.fromEntries(one.tags.map(({ key, value }) => [key, value]));

let making = null;

function registry() {
    making ??= (async () => {
        const { server, admin } = await shared();
        const { secretKey: secret, publicKey } = await makeToken(admin, recordScopes);
        const program = new Program(server, secret);
        const body = 'Hello {{name}}  \r\n\u2028 "quoted" ';
        const prompt = await program.create('prompts', {
            name: 'mlflow-greeting',
            description: 'Greets.',
            body,
            settings: { temperature: 0.1 },
        });
        await program.save('prompts', prompt, { body: 'two', message: 'Shorter' });
        return { server, admin, secret, publicKey, program, prompt, body };
    })();
    return making;
}

for (const scheme of ['Bearer', 'Basic'])
    test(`mlflow: load_prompt, with ${scheme}`, async () => {
        const { server, secret, publicKey, body } = await registry();
        const pair = Buffer.from(`${publicKey}:${secret}`).toString('base64');
        const known = scheme === 'Bearer' ? secret : pair;
        const client = new Client(server, `${scheme} ${known}`);
        const { registered_model: model } = await client.get(200, '/registered-models/get', {
            name: 'mlflow-greeting',
        });
        assert.equal(tagsOf(model)['mlflow.prompt.is_prompt'], 'true');
        assert.equal(model.description, 'Greets.');
        assert.deepEqual(model.aliases, [{ alias: 'production', version: '1' }]);
        // prompts:/mlflow-greeting/1 and prompts:/mlflow-greeting@production
        for (const [path, query] of [
            ['/model-versions/get', { version: '1' }],
            ['/registered-models/alias', { alias: 'production' }],
        ]) {
            const { model_version: version } = await client.get(200, path, {
                name: 'mlflow-greeting',
                ...query,
            });
            assert.equal(version.version, '1');
            assert.equal(tagsOf(version)['mlflow.prompt.text'], body);
            assert.equal(tagsOf(version)['_mlflow_prompt_model_config'], '{"temperature":0.1}');
            assert.ok(Math.abs(version.creation_timestamp - Date.now()) < 600_000);
        }
        const { model_version: latest } = await client.get(200, '/registered-models/alias', {
            name: 'mlflow-greeting',
            alias: 'latest',
        });
        assert.equal(latest.version, '2');
        assert.equal(latest.description, 'Shorter');
    });

test('mlflow: search_prompts', async () => {
    const { server, secret } = await registry();
    const client = new Client(server, `Bearer ${secret}`);
    const found = await client.get(200, '/registered-models/search', {
        filter: "tags.`mlflow.prompt.is_prompt` = 'true' AND name LIKE 'mlflow-%'",
        max_results: '100',
    });
    assert.deepEqual(
        found.registered_models.map((model) => model.name),
        ['mlflow-greeting'],
    );
    const { model_versions: versions } = await client.get(200, '/model-versions/search', {
        filter: "name = 'mlflow-greeting'",
    });
    assert.deepEqual(
        versions.map((version) => [
            version.version,
            tagsOf(version)['mlflow.prompt.text'].slice(0, 3),
        ]),
        [
            ['2', 'two'],
            ['1', 'Hel'],
        ],
    );
});

test('mlflow: a moved label is served at the next request', async () => {
    const { server, secret, program, prompt } = await registry();
    const client = new Client(server, `Bearer ${secret}`);
    const version = async () =>
        (
            await client.get(200, '/registered-models/alias', {
                name: prompt.name,
                alias: 'production',
            })
        ).model_version.version;
    assert.equal(await version(), '1');
    await program.move('prompts', prompt, 'production', 2);
    assert.equal(await version(), '2');
    await program.move('prompts', prompt, 'production', 1);
    assert.equal(await version(), '1');
});

test('mlflow: refusals have the shape of its errors', async () => {
    const { server, admin, secret } = await registry();
    const client = new Client(server, `Bearer ${secret}`);
    const code = async (status, path, query) => (await client.get(status, path, query)).error_code;
    assert.equal(
        await code(404, '/registered-models/get', { name: 'none' }),
        'RESOURCE_DOES_NOT_EXIST',
    );
    assert.equal(await code(404, '/artifacts/list'), 'RESOURCE_DOES_NOT_EXIST');
    assert.equal(await code(400, '/model-versions/get'), 'INVALID_PARAMETER_VALUE');
    for (const value of [
        '',
        "'",
        '%',
        '\u202e',
        'x'.repeat(900),
        '💩'.repeat(100),
        '../../etc',
        '-1',
    ])
        for (const [path, name] of [
            ['/registered-models/get', 'name'],
            ['/registered-models/search', 'filter'],
            ['/registered-models/search', 'page_token'],
            ['/registered-models/search', 'max_results'],
            ['/model-versions/search', 'filter'],
        ]) {
            const answer = await client.browser.request(
                'GET',
                `${base}${path}?${new URLSearchParams({ [name]: value })}`,
                { headers: client.headers },
            );
            assert.ok([200, 400, 404].includes(answer.status), `${path} ${name}=${value}`);
            assert.equal(answer.headers['content-type'], 'application/json');
            JSON.parse(answer.text);
        }
    const nobody = new Client(server, undefined);
    assert.equal(
        (await nobody.get(401, '/registered-models/get', { name: 'x' })).error_code,
        'UNAUTHENTICATED',
    );
    const agents = await makeToken(admin, ['agents:read']);
    const other = new Client(server, `Bearer ${agents.secretKey}`);
    assert.equal(
        (await other.get(403, '/registered-models/get', { name: 'x' })).error_code,
        'PERMISSION_DENIED',
    );
    const write = await client.browser.request('POST', `${base}/registered-models/get`, {
        headers: { ...client.headers, 'Content-Type': 'application/json' },
        body: '{}',
    });
    assert.equal(write.status, 405);
    assert.equal(JSON.parse(write.text).error_code, 'INVALID_PARAMETER_VALUE');
});
