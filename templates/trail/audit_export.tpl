{{%AUTOESCAPE context="HTML"}}
{{! Events as a file. COUNT, IS_ONE or IS_MANY, KEPT (KEPT_NAME KEPT_VALUE): the filter; CSV_CHECKED or JSON_CHECKED, ASK_PASSWORD, BACK_URL. Includes ERROR_SUMMARY. }}
<div class="page-head"><div><p class="crumbs"><a href="/audit">Audit log</a></p><h1>Export events</h1><p class="lead">{{COUNT}} {{#IS_ONE}}event{{/IS_ONE}}{{#IS_MANY}}events{{/IS_MANY}}, newest first, with before and after as far as you may read them. The audit log says who exported what.</p></div></div>
<form class="form" method="post" action="/audit/export">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{#KEPT}}<input type="hidden" name="{{KEPT_NAME}}" value="{{KEPT_VALUE}}">{{/KEPT}}
{{>ERROR_SUMMARY}}
<fieldset id="format"><legend>Format</legend><label class="check-row"><input type="radio" name="format" value="csv"{{#CSV_CHECKED}} checked{{/CSV_CHECKED}}> CSV, for a spreadsheet</label><label class="check-row"><input type="radio" name="format" value="jsonl"{{#JSON_CHECKED}} checked{{/JSON_CHECKED}}> JSON Lines, for a program</label></fieldset>
{{#ASK_PASSWORD}}<div class="field"><label for="current_password">Your password</label><input id="current_password" name="current_password" type="password" autocomplete="current-password" required{{#CURRENT_PASSWORD_ERROR}} aria-invalid="true" aria-describedby="current_password-error"{{/CURRENT_PASSWORD_ERROR}}>{{#CURRENT_PASSWORD_ERROR}}<p class="field-error" id="current_password-error">{{MESSAGE}}</p>{{/CURRENT_PASSWORD_ERROR}}</div>{{/ASK_PASSWORD}}
<div class="form-actions"><button class="btn primary">Download</button><a class="btn quiet" href="{{BACK_URL}}">Cancel</a></div>
<p class="muted">The file can be read as it is. To check that nothing was changed or removed, use what <code>rostrum audit export</code> writes.</p>
</form>
