{{%AUTOESCAPE context="HTML"}}
{{! A form without a page of its own that was refused: offered again, with everything it held.
ACTION_TEXT, ACTION_URL, KEPT: NAME, VALUE. Includes ERROR_SUMMARY (shell/errors.tpl). }}
<h1>{{ACTION_TEXT}}</h1>
<form class="form" method="post" action="{{ACTION_URL}}">
{{>ERROR_SUMMARY}}
<input type="hidden" name="csrf" value="{{CSRF}}">
{{#KEPT}}<input type="hidden" name="{{NAME}}" value="{{VALUE:pre_escape}}">{{/KEPT}}
<div class="form-actions"><button class="btn primary">{{ACTION_TEXT}}</button><a class="btn quiet" href="/">Cancel</a></div>
</form>
