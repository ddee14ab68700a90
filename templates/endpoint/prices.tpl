{{%AUTOESCAPE context="HTML"}}
{{! The prices of a model endpoint: as endpoint_view() has it; PRICES REVISION_NOW as typed. Includes ERROR_SUMMARY. }}
<div class="page-head">
<div>
<p class="crumbs"><a href="/settings/endpoints/{{ID}}"><bdi>{{NAME}}</bdi></a></p>
<h1>Prices</h1>
<p class="lead">For a million tokens, in {{CURRENCY}}. What a call cost is worked out when it ends, and stays.</p>
</div>
</div>
<form class="form wide" method="post" action="/settings/endpoints/{{ID}}/prices" data-guard>
<input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="revision" value="{{REVISION_NOW}}">
{{>ERROR_SUMMARY}}
<div class="field"><label for="prices">Prices</label><textarea id="prices" name="prices" class="mono" rows="12" spellcheck="false" aria-describedby="prices-hint{{#PRICES_ERROR}} prices-error{{/PRICES_ERROR}}"{{#PRICES_ERROR}} aria-invalid="true"{{/PRICES_ERROR}}>{{BI_NEWLINE}}{{PRICES:pre_escape}}</textarea>{{#PRICES_ERROR}}<p class="field-error" id="prices-error">{{MESSAGE}}</p>{{/PRICES_ERROR}}<p class="hint" id="prices-hint">A line each, or pasted from a spreadsheet: model, first day, input, output. For example: gpt-5, 2026-12-01, 1.25, 10</p></div>
<div class="form-actions"><button class="btn primary">Save prices</button><a class="btn quiet" href="/settings/endpoints/{{ID}}">Cancel</a></div>
</form>
