{{%AUTOESCAPE context="HTML"}}
<div class="page-head">
<div><p class="crumbs"><a href="/agents">Agents</a></p><h1>Import agent</h1><p class="lead">From the JSON file of an agent, as Export gives it, or from a config alone. You see it in the editor before anything is saved.</p></div>
</div>
<form class="form" method="post" action="/agents/import" enctype="multipart/form-data">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{>ERROR_SUMMARY}}
<div class="field"><label for="file">File</label><input id="file" name="file" type="file" accept=".json,application/json"></div>
<div class="field"><label for="text">JSON <span class="optional">instead of a file</span></label><textarea class="mono short" id="text" name="text" spellcheck="false"{{#TEXT_ERROR}} aria-invalid="true" aria-describedby="text-error"{{/TEXT_ERROR}}>{{BI_NEWLINE}}{{TEXT_SHOWN:pre_escape}}</textarea>{{#TEXT_ERROR}}<p class="field-error" id="text-error">The JSON can't be read as an agent: see above.</p>{{/TEXT_ERROR}}</div>
<div class="form-actions"><button class="btn primary">Continue</button><a class="btn quiet" href="/agents">Cancel</a></div>
</form>
