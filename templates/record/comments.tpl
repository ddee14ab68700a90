{{%AUTOESCAPE context="HTML"}}
{{! What was said about a record, a version or a proposal; filled by record_comments_show(). }}
<section class="comments" id="comments" aria-labelledby="comments-title"><h2 id="comments-title">Comments</h2>
{{#EARLIER}}<p><a href="?comments={{EARLIER_CURSOR:url_query_escape}}#comments">Earlier comments</a></p>{{/EARLIER}}
{{#COMMENT}}<article class="comment" id="comment-{{COMMENT_ID}}"><header><span class="avatar" aria-hidden="true">{{INITIALS}}</span><strong dir="auto">{{AUTHOR}}</strong>{{#WHEN}}<a class="muted" href="#comment-{{COMMENT_ID}}"><time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></a>{{/WHEN}}{{#EDITED}}<time class="muted" datetime="{{ISO}}" title="{{EXACT}}">edited</time>{{/EDITED}}{{#ABOUT}}<a class="chip" href="{{ABOUT_URL}}">{{ABOUT_WORDS}}</a>{{/ABOUT}}<span class="comment-actions">{{#MAY_EDIT_COMMENT}}<a href="{{BASE}}/comments/{{COMMENT_ID}}/edit">Edit<span class="sr"> this comment</span></a>{{/MAY_EDIT_COMMENT}}{{#MAY_DELETE_COMMENT}}<a href="{{BASE}}/comments/{{COMMENT_ID}}/delete">Delete<span class="sr"> this comment</span></a>{{/MAY_DELETE_COMMENT}}</span></header><p class="comment-text" dir="auto">{{#COMMENT_PART}}{{#MENTION}}<a class="mention" href="/users/{{USER_ID}}">{{NAME:pre_escape}}</a>{{/MENTION}}{{TEXT:pre_escape}}{{/COMMENT_PART}}</p></article>
{{/COMMENT}}
{{#LATER}}<p><a href="?#comments">Newest comments</a></p>{{/LATER}}
{{#COMMENT_FORM}}<form class="form" data-guard method="post" action="{{BASE}}/comments"><input type="hidden" name="csrf" value="{{CSRF}}">{{#ON_VERSION}}<input type="hidden" name="version" value="{{N}}">{{/ON_VERSION}}{{#ON_PROPOSAL}}<input type="hidden" name="proposal" value="{{PROPOSAL_ID}}">{{/ON_PROPOSAL}}
<div class="field"><label class="sr" for="comment-body">Add a comment</label><textarea id="comment-body" name="body" rows="3" dir="auto" required data-mention="/users?q=" placeholder="Add a comment" aria-describedby="comment-hint"></textarea><p class="hint" id="comment-hint">Type @ and a full name to mention someone: they find it in their inbox.</p></div>
<div class="form-actions"><button class="btn">Comment</button></div></form>{{/COMMENT_FORM}}
</section>
