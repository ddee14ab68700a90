{{%AUTOESCAPE context="HTML"}}
{{! How sensitive the data of a record is: CLASS (VALUE TITLE TEXT CHECKED), ONLY_HIGHER. }}
{{>HEAD}}
<form class="form" method="post" action="{{BASE}}/data-class"><input type="hidden" name="csrf" value="{{CSRF}}">
{{>ERROR_SUMMARY}}
<fieldset class="field"><legend>What is sent to a model with it</legend><p class="hint">It is sent to no endpoint that is for less sensitive data: neither when you try it nor by a test run. What it uses counts as well.</p>
<div class="options">{{#CLASS}}<label class="option"><input type="radio" name="data_class" value="{{VALUE}}"{{#CHECKED}} checked{{/CHECKED}}><span><strong>{{TITLE}}</strong><span class="hint">{{TEXT}}</span></span></label>
{{/CLASS}}</div>{{#ONLY_HIGHER}}<p class="hint">Only administrators can lower it.</p>{{/ONLY_HIGHER}}</fieldset>
<div class="form-actions"><button class="btn primary">Save data class</button><a class="btn quiet" href="{{BASE}}/preview">Cancel</a></div>
</form>
