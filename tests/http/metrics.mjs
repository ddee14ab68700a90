// Prometheus' text format 0.0.4, read strictly: what promtool would complain about fails.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { Browser } from './client.mjs';
import { expectStatus } from './people.mjs';

const sampleLine = /^([a-z_]+)(?:\{(.*)\})? (-?\d+(?:\.\d+)?)$/; // a route has braces as well
const labelPair = /^([a-z_]+)="((?:[^"\\\n])*)"$/;

function labelsOf(text, line) {
    const labels = {};
    // No comma is in a value: routes, methods and the like have none.
    for (const pair of text === undefined ? [] : text.split(',')) {
        const match = pair.match(labelPair);
        assert.ok(match, line);
        assert.ok(!(match[1] in labels), `a label twice: ${line}`);
        labels[match[1]] = match[2];
    }
    return labels;
}

/** The name of the metric that a sample belongs to. */
function familyOf(name, families) {
    for (const suffix of ['_bucket', '_sum', '_count']) {
        const base = name.endsWith(suffix) ? name.slice(0, -suffix.length) : null;
        if (base && families.get(base)?.type === 'histogram') return base;
    }
    return name;
}

function checkHistogram(name, samples) {
    const groups = new Map();
    for (const sample of samples) {
        const { le, ...labels } = sample.labels;
        const key = JSON.stringify(labels);
        if (!groups.has(key)) groups.set(key, { buckets: [] });
        if (sample.name.endsWith('_bucket')) groups.get(key).buckets.push([le, sample.value]);
        else groups.get(key)[sample.name.slice(name.length + 1)] = sample.value;
    }
    for (const [key, { buckets, sum, count }] of groups) {
        const bounds = buckets.map(([le]) => (le === '+Inf' ? Infinity : Number(le)));
        assert.deepEqual(bounds, [...new Set(bounds)].sort((a, b) => a - b), key);
        assert.equal(bounds.at(-1), Infinity, key);
        for (let i = 1; i < buckets.length; i++)
            assert.ok(buckets[i][1] >= buckets[i - 1][1], `${name} ${key}`);
        assert.equal(buckets.at(-1)[1], count, `${name} ${key}`);
        assert.ok(sum >= 0);
    }
}

/** {families: Map of name to {type, help, samples: [{name, labels, value}]}, series: Map of text to value}. */
export function readMetrics(text) {
    assert.ok(text.endsWith('\n'));
    const families = new Map();
    const series = new Map();
    let open = null;
    for (const line of text.slice(0, -1).split('\n')) {
        const meta = line.match(/^# (HELP|TYPE) ([a-z_]+) (.+)$/);
        if (meta?.[1] === 'HELP') {
            assert.ok(!families.has(meta[2]), `twice: ${line}`);
            families.set(meta[2], { help: meta[3], type: null, samples: [] });
            open = meta[2];
        } else if (meta) {
            assert.equal(meta[2], open, 'a type follows its help');
            assert.match(meta[3], /^(counter|gauge|histogram)$/);
            families.get(open).type = meta[3];
        } else {
            const sample = line.match(sampleLine);
            assert.ok(sample, `no sample: ${line}`);
            const [, name, labels, value] = sample;
            assert.equal(familyOf(name, families), open, `out of its place: ${line}`);
            const key = labels === undefined ? name : `${name}{${labels}}`;
            assert.ok(!series.has(key), `twice: ${line}`);
            series.set(key, Number(value));
            families
                .get(open)
                .samples.push({ name, labels: labelsOf(labels, line), value: Number(value) });
        }
    }
    for (const [name, family] of families) {
        assert.match(name, /^rostrum_[a-z_]+$/);
        assert.equal(name.endsWith('_total'), family.type === 'counter', name);
        if (family.type === 'histogram') checkHistogram(name, family.samples);
    }
    return { families, series };
}

/** The sum of the samples of a name whose labels fit. */
export function sumOf(metrics, name, wanted = {}) {
    let sum = 0;
    for (const family of metrics.families.values())
        for (const sample of family.samples)
            if (
                sample.name === name &&
                Object.entries(wanted).every(([label, value]) => sample.labels[label] === value)
            )
                sum += sample.value;
    return sum;
}

/** With ROSTRUM_PROMTOOL (make promtool), what Prometheus' own tool says of it as well. */
function checkWithPromtool(text) {
    const tool = process.env.ROSTRUM_PROMTOOL;
    if (!tool) return;
    const { status, stderr } = spawnSync(tool, ['check', 'metrics'], { input: text, encoding: 'utf8' });
    assert.equal(`${status} ${stderr}`, '0 ');
}

/** What a server shows to who watches it. */
export async function metricsOf(server) {
    const answer = expectStatus(await new Browser(server).get('/metrics'), 200);
    checkWithPromtool(answer.text);
    assert.equal(answer.headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
    assert.equal(answer.headers['cache-control'], 'no-store');
    return readMetrics(answer.text);
}

/** The names of metrics in the text of queries, with the labels that stand behind each in braces. */
export function namesIn(text) {
    const found = new Map();
    for (const [, name, braces] of text.matchAll(/\b(rostrum_[a-z_]+)(?:\{([^{}]*)\})?/g)) {
        if (!found.has(name)) found.set(name, new Set());
        for (const [, label] of (braces ?? '').matchAll(/([a-z_]+)\s*(?:=~|!~|!=|=)/g))
            found.get(name).add(label);
    }
    return found;
}
