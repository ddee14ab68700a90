{{%AUTOESCAPE context="HTML"}}
<div class="page-head">
<div><h1>Import</h1><p class="lead">Prompts, agents, teams and test sets from a document of Rostrum or of another program. You see line by line what would happen before anything does.</p></div>
<div class="actions"><a class="btn" href="/starters"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#starter"></use></svg>Starters</a><a class="btn" href="/export"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#download"></use></svg>Export…</a><form class="inline" method="post" action="/export"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="prompts" value="on"><input type="hidden" name="agents" value="on"><input type="hidden" name="teams" value="on"><input type="hidden" name="history" value="on"><input type="hidden" name="archived" value="on"><button class="btn">Export everything</button></form></div>
</div>
<div class="stack">
{{#WAITING}}<section class="panel"><div class="panel-head"><h2>Waiting for you</h2></div><div class="panel-body"><ul class="rows">{{#IMPORT}}<li><a href="/import/{{ID}}">{{SOURCE}}</a> <span class="muted">{{STATE}}, {{AGO}}</span></li>{{/IMPORT}}</ul></div></section>{{/WAITING}}
<form class="form" method="post" action="/import" enctype="multipart/form-data">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{>ERROR_SUMMARY}}
<div class="field"><label for="document">File</label><input id="document" name="document" type="file" accept=".json,.jsonc,.yaml,.yml,.csv,.tsv,.md,application/json,text/csv,text/markdown" aria-describedby="document-hint{{#DOCUMENT_ERROR}} document-error{{/DOCUMENT_ERROR}}"{{#DOCUMENT_ERROR}} aria-invalid="true"{{/DOCUMENT_ERROR}}>{{#DOCUMENT_ERROR}}<p class="field-error" id="document-error">{{MESSAGE}}</p>{{/DOCUMENT_ERROR}}<p class="hint" id="document-hint">Up to 16 MiB, recognized by its content. It is kept encrypted until you have finished, for at most a day.</p></div>
<div class="field"><label for="text">Text <span class="optional">instead of a file</span></label><textarea class="mono short" id="text" name="text" spellcheck="false"{{#TEXT_ERROR}} aria-invalid="true" aria-describedby="text-error"{{/TEXT_ERROR}}>{{BI_NEWLINE}}{{TEXT:pre_escape}}</textarea>{{#TEXT_ERROR}}<p class="field-error" id="text-error">{{MESSAGE}}</p>{{/TEXT_ERROR}}</div>
<fieldset><legend>Names that exist already</legend><label class="check-row"><input type="radio" name="existing" value="version"{{#KEEPS_VERSION}} checked{{/KEEPS_VERSION}}> Get a new version where the document differs</label><label class="check-row"><input type="radio" name="existing" value="skip"{{#KEEPS_SKIP}} checked{{/KEEPS_SKIP}}> Skip existing</label></fieldset>
<div class="form-actions"><button class="btn primary">Review import</button></div>
</form>
<section class="panel"><div class="panel-head"><h2>What can be imported</h2></div><div class="panel-body"><dl class="facts">{{#FORMAT}}<dt>{{NAME}}</dt><dd>{{WHAT}}</dd>{{/FORMAT}}</dl></div></section>
</div>
