{{%AUTOESCAPE context="HTML"}}
{{! The prices of a model endpoint: as endpoint_view() has it; PRICES REVISION_NOW as typed; FILE_SAYS (CHANGES: CHANGE (PRICE_MODEL DAY, BEFORE and AFTER: INPUT OUTPUT; IS_NEW), NO_CHANGES, REFUSED: LINE (WHY)). Includes ERROR_SUMMARY. }}
<div class="page-head">
<div>
<p class="crumbs"><a href="/settings/endpoints/{{ID}}"><bdi>{{NAME}}</bdi></a></p>
<h1>Prices</h1>
<p class="lead">For a million tokens, in {{CURRENCY}}. What a call cost is worked out when it ends, and stays.</p>
</div>
</div>
<form class="form wide" method="post" action="/settings/endpoints/{{ID}}/prices" enctype="multipart/form-data" data-guard>
<input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="revision" value="{{REVISION_NOW}}">
{{>ERROR_SUMMARY}}
{{#FILE_SAYS}}<section class="panel" aria-labelledby="file-title"><div class="panel-head"><h2 id="file-title">What the file changes</h2><span class="muted">Nothing is saved yet</span></div><div class="panel-body stack">
{{#REFUSED}}<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div><p>These lines are left out:</p><ul>{{#LINE}}<li>{{WHY}}</li>{{/LINE}}</ul></div></div>{{/REFUSED}}
{{#CHANGES}}<table class="list"><caption class="sr">Prices that the file adds or changes</caption><thead><tr><th scope="col">Model</th><th scope="col">From</th><th scope="col" class="num">Input</th><th scope="col" class="num">Output</th><th scope="col">Was</th></tr></thead><tbody>
{{#CHANGE}}<tr><td class="primary mono">{{PRICE_MODEL}}</td><td data-label="From">{{DAY}}</td>{{#AFTER}}<td class="num" data-label="Input">{{INPUT}}</td><td class="num" data-label="Output">{{OUTPUT}}</td>{{/AFTER}}<td data-label="Was">{{#IS_NEW}}<span class="chip state">New</span>{{/IS_NEW}}{{#BEFORE}}{{INPUT}} and {{OUTPUT}}{{/BEFORE}}</td></tr>
{{/CHANGE}}</tbody></table>{{/CHANGES}}{{#NO_CHANGES}}<p class="muted">Nothing: the prices are as they are there.</p>{{/NO_CHANGES}}
</div></section>{{/FILE_SAYS}}
<div class="field"><label for="prices">Prices</label><textarea id="prices" name="prices" class="mono" rows="12" spellcheck="false" aria-describedby="prices-hint{{#PRICES_ERROR}} prices-error{{/PRICES_ERROR}}"{{#PRICES_ERROR}} aria-invalid="true"{{/PRICES_ERROR}}>{{BI_NEWLINE}}{{PRICES:pre_escape}}</textarea>{{#PRICES_ERROR}}<p class="field-error" id="prices-error">{{MESSAGE}}</p>{{/PRICES_ERROR}}<p class="hint" id="prices-hint">A line each, or pasted from a spreadsheet: model, first day, input, output. For example: gpt-5, 2026-12-01, 1.25, 10</p></div>
<div class="field"><label for="file">File <span class="optional">optional</span></label><input id="file" name="file" type="file" accept=".csv,.tsv,.txt,text/csv" aria-describedby="file-hint{{#FILE_ERROR}} file-error{{/FILE_ERROR}}"{{#FILE_ERROR}} aria-invalid="true"{{/FILE_ERROR}}>{{#FILE_ERROR}}<p class="field-error" id="file-error">{{MESSAGE}}</p>{{/FILE_ERROR}}<p class="hint" id="file-hint">The same columns. Its lines are added to the prices above; one of the same model and day takes its place.</p></div>
<div class="form-actions"><button class="btn primary">Save prices</button><button class="btn" name="act" value="preview">Read file</button><a class="btn quiet" href="/settings/endpoints/{{ID}}">Cancel</a></div>
</form>
