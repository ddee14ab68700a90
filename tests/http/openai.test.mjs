// The wire format of model servers, as the unmodified client of OpenAI has it: what the tests' own server
// says is what real ones say, so that our client is tested against the real thing.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, test } from 'node:test';
import { startModelServer } from './model_server.mjs';
import { noClients } from './programs.mjs';

const load = createRequire(path.join(process.env.top_srcdir, 'tests/clients/'));
let OpenAI = null;
try {
    OpenAI = load('openai').default;
} catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
}
const skip = OpenAI === null && noClients;

let models = null;
after(() => models?.stop());

async function client(options = {}) {
    models ??= await startModelServer();
    return new OpenAI({ baseURL: `http://127.0.0.1:${models.port}/v1`, apiKey: 'sk-x', maxRetries: 0, ...options });
}

const messages = [{ role: 'system', content: 'Be brief.' }, { role: 'user', content: 'Say hello.' }];

test('openai: an answer is read as a whole', { skip }, async () => {
    const answer = await (await client()).chat.completions.create({ model: 'large-1', messages });
    const [{ message, finish_reason }] = answer.choices;
    assert.equal(message.content, 'large-1 says: Say hello.');
    assert.equal(finish_reason, 'stop');
    assert.deepEqual(answer.usage, { prompt_tokens: 4, completion_tokens: 4, total_tokens: 8 });
    const [{ headers, body }] = models.at('/v1/chat/completions');
    assert.equal(headers.authorization, 'Bearer sk-x');
    assert.deepEqual(JSON.parse(body), { model: 'large-1', messages });
});

test('openai: an answer is read in pieces, and its helper makes the same of them', { skip }, async () => {
    const asked = { model: 'large-1', messages, stream: true, stream_options: { include_usage: true } };
    const openai = await client();
    const pieces = [];
    let usage = null;
    for await (const chunk of await openai.chat.completions.create(asked)) {
        if (chunk.choices.length) pieces.push(chunk.choices[0].delta.content ?? '');
        usage = chunk.usage ?? usage;
    }
    assert.equal(pieces.join(''), 'large-1 says: Say hello.');
    assert.ok(pieces.length > 3);
    assert.deepEqual(usage, { prompt_tokens: 4, completion_tokens: 4, total_tokens: 8 });
    const whole = await openai.chat.completions.stream(asked).finalChatCompletion();
    assert.equal(whole.choices[0].message.content, 'large-1 says: Say hello.');
    assert.equal(whole.choices[0].finish_reason, 'stop');
});

test('openai: tool calls come whole and in pieces alike', { skip }, async () => {
    const openai = await client();
    const tools = [{ type: 'function', function: { name: 'find_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } } }];
    const whole = await openai.chat.completions.create({ model: 'calls', messages, tools });
    const streamed = await openai.chat.completions.stream({ model: 'calls', messages, tools }).finalChatCompletion();
    for (const { choices: [{ message, finish_reason }] } of [whole, streamed]) {
        assert.equal(finish_reason, 'tool_calls');
        assert.equal(message.tool_calls[0].function.name, 'find_weather');
        assert.deepEqual(JSON.parse(message.tool_calls[0].function.arguments), { city: 'Bern' });
    }
});

test('openai: its errors are those that we are tested with', { skip }, async () => {
    const openai = await client();
    const create = (model, more = {}) => openai.chat.completions.create({ model, messages, ...more });
    await assert.rejects(create('refused'), (error) => error instanceof OpenAI.AuthenticationError && /Incorrect API key/.test(error.message));
    await assert.rejects(create('limited'), (error) => error instanceof OpenAI.RateLimitError && error.headers.get('retry-after') === '1');
    await assert.rejects(create('failing'), OpenAI.InternalServerError);
    await assert.rejects(create('closed'), OpenAI.APIConnectionError);
    const drain = async (model) => {
        for await (const chunk of await create(model, { stream: true })) assert.ok(chunk.choices);
    };
    await assert.rejects(drain('broke'), /It broke in the middle/);
    await assert.rejects(drain('garbage'));
    await assert.rejects(drain('cut'));
});

test('openai: the list of models is read', { skip }, async () => {
    const listed = [];
    for await (const model of await (await client()).models.list()) listed.push(model.id);
    assert.deepEqual(listed, ['large-1', 'small-1']);
});
