{{%AUTOESCAPE context="HTML"}}
{{! Filled by page_comment_delete(). }}
{{>HEAD}}
<form class="form" method="post" action="{{BASE}}/comments/{{COMMENT_ID}}/delete"><input type="hidden" name="csrf" value="{{CSRF}}">
<article class="comment"><header><strong dir="auto">{{AUTHOR}}</strong>{{#WHEN}}<time class="muted" datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/WHEN}}</header><p class="comment-text" dir="auto">{{#COMMENT_PART}}{{#MENTION}}<a class="mention" href="/users/{{USER_ID}}">{{NAME:pre_escape}}</a>{{/MENTION}}{{TEXT:pre_escape}}{{/COMMENT_PART}}</p></article>
<p class="muted">The comment disappears for everyone. The audit log keeps what it said.</p>
<div class="form-actions"><button class="btn danger primary">Delete comment</button><a class="btn quiet" href="{{CANCEL_URL}}">Cancel</a></div>
</form>
