{{%AUTOESCAPE context="HTML"}}
{{! A request that a second person decides about, as approval_view.h says; FACT (LABEL VALUE), ABOUT, NEXT, WHY, NOBODY_ELSE, IS_OWN, WAITS_FOR_OTHERS, MAY_WITHDRAW, DECIDE (ASK_PASSWORD; REASON as it was typed). Includes ERROR_SUMMARY. }}
<div class="page-head">
<div>
<p class="crumbs"><a href="/approvals">Approvals</a></p>
<h1>{{TITLE}}</h1>
<div class="meta"><span class="chip state {{STATE_CLASS}}">{{STATE}}</span><span>{{ASKED_BY}} asked for it{{#ASKED}} <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/ASKED}}</span></div>
</div>
<div class="actions">{{#NEXT}}<a class="btn primary" href="{{NEXT_URL}}">Carry it out</a>{{/NEXT}}{{#MAY_WITHDRAW}}<form class="inline" method="post" action="/approvals/{{APPROVAL_ID}}/withdraw"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn">Withdraw</button></form>{{/MAY_WITHDRAW}}</div>
</div>
<div class="stack">
{{>ERROR_SUMMARY}}
{{#OBJECTION}}<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div><strong>You can't approve this.</strong> {{WHY_NOT}}</div></div>{{/OBJECTION}}
{{#NOBODY_ELSE}}<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div><strong>Nobody else can approve this.</strong> It takes a second administrator: <a href="/users/new">invite one</a>, or give a member the persona Customer Admin. The request waits until it expires.</div></div>{{/NOBODY_ELSE}}
<section class="panel" aria-labelledby="asked-title"><div class="panel-head"><h2 id="asked-title">What is asked for</h2>{{#ABOUT}}<a href="{{ABOUT_URL}}">Details</a>{{/ABOUT}}</div>
<div class="panel-body stack">{{#WHY}}<p class="said" dir="auto">{{REASON}}</p>{{/WHY}}
<dl class="facts">{{#FACT}}<dt>{{LABEL}}</dt><dd dir="auto">{{VALUE}}</dd>{{/FACT}}{{#EXPIRES}}<dt>Expires</dt><dd><time datetime="{{ISO}}" title="{{EXACT}}">{{EXACT}}</time></dd>{{/EXPIRES}}{{#ENDED}}<dt>Ended</dt><dd><time datetime="{{ISO}}" title="{{EXACT}}">{{EXACT}}</time></dd>{{/ENDED}}</dl>
{{#DECIDED}}<div class="outcome"><p><span class="chip state {{STATE_CLASS}}">{{STATE}}</span> by {{DECIDED_BY}} <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></p>{{#DECISION_COMMENT}}<p class="said" dir="auto">{{DECISION_REASON}}</p>{{/DECISION_COMMENT}}</div>{{/DECIDED}}
{{#IS_OWN}}<p class="muted">This is your request: someone else has to approve it.</p>{{/IS_OWN}}{{#WAITS_FOR_OTHERS}}<p class="muted">Someone else has to decide about it.</p>{{/WAITS_FOR_OTHERS}}</div></section>
</div>
{{#DECIDE}}<form class="decide" method="post" action="{{APPROVAL_URL}}/{{#MAY_APPROVE}}approve{{/MAY_APPROVE}}{{#ONLY_REJECT}}reject{{/ONLY_REJECT}}"><input type="hidden" name="csrf" value="{{CSRF}}">{{! Enter in a field presses the first button, and must not approve. }}<button disabled hidden></button>
<div class="field"><label for="reason">Comment{{#MAY_APPROVE}} <span class="optional">optional when you approve</span>{{/MAY_APPROVE}}</label><input id="reason" name="reason" value="{{REASON}}" maxlength="500" dir="auto" autocomplete="off"{{#REASON_ERROR}} aria-invalid="true" aria-describedby="reason-error"{{/REASON_ERROR}}>{{#REASON_ERROR}}<p class="field-error" id="reason-error">{{MESSAGE}}</p>{{/REASON_ERROR}}</div>
{{#ASK_PASSWORD}}<div class="field"><label for="current_password">Your password</label><input id="current_password" name="current_password" type="password" autocomplete="current-password"{{#CURRENT_PASSWORD_ERROR}} aria-invalid="true" aria-describedby="current_password-error"{{/CURRENT_PASSWORD_ERROR}}>{{#CURRENT_PASSWORD_ERROR}}<p class="field-error" id="current_password-error">{{MESSAGE}}</p>{{/CURRENT_PASSWORD_ERROR}}</div>{{/ASK_PASSWORD}}
<div class="actions">{{#MAY_APPROVE}}<button class="btn primary">Approve</button><button class="btn" formaction="{{APPROVAL_URL}}/reject">Reject</button>{{/MAY_APPROVE}}{{#ONLY_REJECT}}<button class="btn">Reject</button>{{/ONLY_REJECT}}</div>
</form>{{/DECIDE}}
