{{%AUTOESCAPE context="HTML"}}
{{! Importing results: NO_SETS, or IS_READY: SET_OPTION (VALUE TEXT SELECTED) and the fields as form_render has them. Includes HEAD, ERROR_SUMMARY. }}
{{>HEAD}}
<div class="stack">
{{>ERROR_SUMMARY}}
{{#NO_SETS}}<section class="empty"><h2>No test set for this {{NOUN}} yet</h2><p>Results are imported for the cases of a test set. Export it for promptfoo, run it there, and bring back what came of it.</p><div class="actions"><a class="btn primary" href="/sets/new?for={{NOUN:url_query_escape}}&amp;id={{RECORD_ID:url_query_escape}}">Create test set</a></div></section>{{/NO_SETS}}
{{#IS_READY}}<form class="form" method="post" action="{{BASE}}/tests/import" enctype="multipart/form-data">
<input type="hidden" name="csrf" value="{{CSRF}}">
<p class="muted">Results that promptfoo made and graded become a test run that is marked as imported. A label’s rule counts it only if it says so.</p>
<div class="field"><label for="file">File</label><input id="file" name="file" type="file" accept=".json,application/json" aria-describedby="file-hint{{#FILE_ERROR}} file-error{{/FILE_ERROR}}"{{#FILE_ERROR}} aria-invalid="true"{{/FILE_ERROR}}><p class="hint" id="file-hint">What <code>promptfoo eval -o results.json</code> wrote. Up to 4 MiB and 4,000 results.</p>{{#FILE_ERROR}}<p class="field-error" id="file-error">{{MESSAGE}}</p>{{/FILE_ERROR}}</div>
<div class="field"><label for="set">Test set</label><select id="set" name="set"{{#SET_ERROR}} aria-invalid="true" aria-describedby="set-error"{{/SET_ERROR}}>{{#SET_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/SET_OPTION}}</select>{{#SET_ERROR}}<p class="field-error" id="set-error">{{MESSAGE}}</p>{{/SET_ERROR}}</div>
<div class="fields narrow"><div class="field"><label for="set_version">Version of the test set <span class="optional">optional</span></label><input class="short" id="set_version" name="set_version" inputmode="numeric" value="{{SET_VERSION}}" maxlength="20" autocomplete="off"{{#SET_VERSION_ERROR}} aria-invalid="true" aria-describedby="set_version-error"{{/SET_VERSION_ERROR}}>{{#SET_VERSION_ERROR}}<p class="field-error" id="set_version-error">{{MESSAGE}}</p>{{/SET_VERSION_ERROR}}</div>
<div class="field"><label for="version">Version of the {{NOUN}}</label><input class="short" id="version" name="version" inputmode="numeric" value="{{VERSION}}" maxlength="20" autocomplete="off"{{#VERSION_ERROR}} aria-invalid="true" aria-describedby="version-error"{{/VERSION_ERROR}}>{{#VERSION_ERROR}}<p class="field-error" id="version-error">{{MESSAGE}}</p>{{/VERSION_ERROR}}</div></div>
<p class="hint">Without a version, the released one of the test set is used, or else the newest.</p>
<div class="form-actions"><button class="btn primary">Review results</button><a class="btn" href="{{BASE}}/tests">Cancel</a></div>
</form>{{/IS_READY}}
</div>
