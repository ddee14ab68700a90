{{%AUTOESCAPE context="HTML"}}
<div class="page-head">
<div><p class="crumbs"><a href="/sets">Test sets</a> / <a href="{{BASE}}" dir="auto">{{PATH_TO}}{{LEAF}}</a></p><h1>Import cases</h1><p class="lead">A case with an id that is here already is changed, others are added, and none is removed. You see what happens before anything is saved.</p></div>
</div>
<form class="form" method="post" action="{{BASE}}/import" enctype="multipart/form-data">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{>ERROR_SUMMARY}}
<div class="field"><label for="file">File</label><input id="file" name="file" type="file" accept=".csv,.tsv,.json,.jsonl,.yaml,.yml,text/csv,application/json,application/yaml" aria-describedby="file-hint"><p class="hint" id="file-hint">CSV, JSON Lines, promptfoo (YAML or JSON) or items of a Langfuse dataset, recognized by the content. Up to 2 MiB and 2,000 cases.</p></div>
<div class="field"><label for="text">Text <span class="optional">instead of a file</span></label><textarea class="mono short" id="text" name="text" spellcheck="false"{{#TEXT_ERROR}} aria-invalid="true" aria-describedby="text-error"{{/TEXT_ERROR}}>{{BI_NEWLINE}}{{TEXT_SHOWN:pre_escape}}</textarea>{{#TEXT_ERROR}}<p class="field-error" id="text-error">{{MESSAGE}}</p>{{/TEXT_ERROR}}</div>
<div class="form-actions"><button class="btn primary">Review import</button><a class="btn quiet" href="{{BASE}}">Cancel</a></div>
</form>
