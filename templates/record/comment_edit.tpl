{{%AUTOESCAPE context="HTML"}}
{{! Filled by page_comment_edit(). }}
{{>HEAD}}
<form class="form" data-guard method="post" action="{{BASE}}/comments/{{COMMENT_ID}}/edit"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="revision" value="{{COMMENT_REVISION}}">
{{>ERROR_SUMMARY}}
{{#COMMENT_NOW}}<div class="callout warning"><div><p>It was saved like this in the meantime. Save again to replace it.</p><blockquote class="comment-text" dir="auto">{{#COMMENT_PART}}{{#MENTION}}{{NAME:pre_escape}}{{/MENTION}}{{TEXT:pre_escape}}{{/COMMENT_PART}}</blockquote></div></div>{{/COMMENT_NOW}}
<div class="field"><label for="body">Comment</label><textarea id="body" name="body" rows="6" dir="auto" required data-mention="/users?q=" aria-describedby="body-hint{{#BODY_ERROR}} body-error{{/BODY_ERROR}}"{{#BODY_ERROR}} aria-invalid="true"{{/BODY_ERROR}}>{{BI_NEWLINE}}{{BODY:pre_escape}}</textarea>{{#BODY_ERROR}}<p class="field-error" id="body-error">{{MESSAGE}}</p>{{/BODY_ERROR}}<p class="hint" id="body-hint">Type @ and a full name to mention someone: they find it in their inbox.</p></div>
<div class="form-actions"><button class="btn primary">Save comment</button><a class="btn quiet" href="{{CANCEL_URL}}">Cancel</a></div>
</form>
