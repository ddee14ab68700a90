{{%AUTOESCAPE context="HTML"}}
{{! In each form on the way to being signed in (pages/sign_in/kept_form.h): NEXT; CONTINUE: a form is kept, KEPT (NAME VALUE) its fields. }}
<input type="hidden" name="next" value="{{NEXT}}">
{{#CONTINUE}}<input type="hidden" name="continue" value="1">{{/CONTINUE}}
{{#KEPT}}<input type="hidden" name="kept.{{NAME}}" value="{{VALUE:pre_escape}}">{{/KEPT}}
