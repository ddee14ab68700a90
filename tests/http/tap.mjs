// A node:test reporter: one TAP line a test, nothing nested, which automake's driver understands.
function* explain(error) {
    const cause = error?.cause ?? error;
    const text = String(cause?.stack ?? cause?.message ?? cause);
    for (const line of text.split('\n').slice(0, 40)) yield `# ${line}\n`;
}

export default async function* tap(events) {
    let count = 0;
    for await (const { type, data } of events) {
        if (type !== 'test:pass' && type !== 'test:fail') continue;
        if (data.nesting > 0 && type === 'test:pass') continue;
        count++;
        const name = data.name.replaceAll('#', '').replaceAll('\n', ' ');
        const skip = data.skip === undefined ? '' : ` # SKIP ${data.skip}`;
        yield `${type === 'test:pass' ? 'ok' : 'not ok'} ${count} - ${name}${skip}\n`;
        if (type === 'test:fail') yield* explain(data.details.error);
        yield `# time ${Math.round(data.details.duration_ms)} ms: ${name}\n`;
    }
    yield `1..${count}\n`;
}
