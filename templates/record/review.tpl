{{%AUTOESCAPE context="HTML"}}
{{! A proposal to move a label, to be reviewed; filled by record_review_show(). }}
<div class="page-head">
<div>
<p class="crumbs"><a href="{{LIST_URL}}">{{LIST_TITLE}}</a>{{#CRUMB}} / <a href="{{LIST_URL}}?folder={{CRUMB_PATH:url_query_escape}}">{{CRUMB_NAME}}</a>{{/CRUMB}} / <a href="{{BASE}}">{{LEAF}}</a> / <a href="{{BASE}}/releases">Releases</a></p>
<h1>{{VERB}} {{LEAF}}</h1>
<div class="meta"><span class="chip state {{STATE_CLASS}}">{{STATE}}</span><span>{{PROPOSED_BY}} proposed it{{#WHEN}} <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/WHEN}}</span></div>
</div>
<div class="actions">{{#MAY_WITHDRAW}}<form class="inline" method="post" action="{{BASE}}/releases/{{PROPOSAL_ID}}/withdraw"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn">Withdraw</button></form>{{/MAY_WITHDRAW}}</div>
</div>
<div class="stack">
{{>ERROR_SUMMARY}}
{{#IS_STALE}}<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div><strong>{{LABEL_NAME}} was moved since this was proposed, so it can't be approved any more.</strong> Reject or withdraw it, and propose the move again from where the label is now.</div></div>{{/IS_STALE}}
{{#WAITS_ARCHIVED}}<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div>This {{NOUN}} is archived. <a href="{{BASE}}">Restore it</a> before you approve the move.</div></div>{{/WAITS_ARCHIVED}}
{{#OBJECTION}}<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div><strong>You can't approve this.</strong> {{WHY_NOT}}</div></div>{{/OBJECTION}}
{{#REACH_WIDER}}<div class="callout"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#info"></use></svg><div>This widens what the {{NOUN}} may do{{#REACH_IN}} ({{SUBJECTS}}){{/REACH_IN}}. Only {{APPROVERS}} may approve it.</div></div>{{/REACH_WIDER}}
{{#REACH_WITHIN}}<div class="callout"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#info"></use></svg><div>This does not widen what the {{NOUN}} may do: one colleague is enough to approve it.</div></div>{{/REACH_WITHIN}}
{{>SCOPE}}
<section class="panel" aria-labelledby="proposal-title"><div class="panel-head"><h2 class="from-to" id="proposal-title"><span class="chip label{{LABEL_CLASS}}">{{LABEL_NAME}}</span> {{#FROM}}<a class="chip ver" href="{{BASE}}/versions/{{N}}">v{{N}}</a>{{/FROM}}{{#IS_FIRST}}<span class="muted">not set</span>{{/IS_FIRST}} <span aria-hidden="true">→</span><span class="sr">to</span> {{#TO}}<a class="chip ver" href="{{BASE}}/versions/{{N}}">v{{N}}</a>{{/TO}}{{#IS_REMOVED}}removed{{/IS_REMOVED}}</h2>{{#TO_MESSAGE}}<span class="muted" dir="auto">{{CHANGE_MESSAGE}}</span>{{/TO_MESSAGE}}</div>
<div class="panel-body stack">{{#WHY}}<p class="said" dir="auto">{{REASON}}</p>{{/WHY}}{{#NO_WHY}}<p class="muted">No reason given.</p>{{/NO_WHY}}
{{#OUTCOME}}<div class="outcome"><p><span class="chip state {{STATE_CLASS}}">{{STATE}}</span> by {{DECIDED_BY}}{{#DECIDED}} <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/DECIDED}}</p>{{#DECISION_COMMENT}}<p class="said" dir="auto">{{DECISION_REASON}}</p>{{/DECISION_COMMENT}}</div>{{/OUTCOME}}
{{#IS_OWN}}<p class="muted">This is your proposal: someone else has to approve it.</p>{{/IS_OWN}}{{#WAITS_FOR_OTHERS}}<p class="muted">Someone with the right to approve has to decide about it.</p>{{/WAITS_FOR_OTHERS}}</div></section>
{{>AFFECTS}}
{{#HAS_CHANGES}}<section aria-labelledby="changes-title"><h2 id="changes-title">{{#IS_FIRST}}What goes live{{/IS_FIRST}}{{#FROM}}Changes{{/FROM}}</h2>
{{>REVIEWED}}
</section>{{/HAS_CHANGES}}
{{#IS_REMOVED}}<section aria-labelledby="changes-title"><h2 id="changes-title">Changes</h2><p>No version has {{LABEL_NAME}} afterwards: what follows it leads nowhere until it is set again.</p></section>{{/IS_REMOVED}}
{{>COMMENTS}}
</div>
{{#DECIDE}}<form class="decide" method="post" action="{{BASE}}/releases/{{PROPOSAL_ID}}/{{#MAY_APPROVE}}approve{{/MAY_APPROVE}}{{#ONLY_REJECT}}reject{{/ONLY_REJECT}}"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="compared" value="1">{{! Enter in the comment presses the first button, and must not approve. }}{{#MAY_APPROVE}}<button disabled hidden></button>{{/MAY_APPROVE}}
<div class="field"><label for="reason">Comment{{#MAY_APPROVE}} <span class="optional">optional when you approve</span>{{/MAY_APPROVE}}</label><input id="reason" name="reason" value="{{COMMENT}}" maxlength="500" dir="auto" autocomplete="off"{{#REASON_ERROR}} aria-invalid="true" aria-describedby="reason-error"{{/REASON_ERROR}}>{{#REASON_ERROR}}<p class="field-error" id="reason-error">{{MESSAGE}}</p>{{/REASON_ERROR}}</div>
<div class="actions">{{#MAY_APPROVE}}<button class="btn primary">Approve</button><button class="btn" formaction="{{BASE}}/releases/{{PROPOSAL_ID}}/reject">Reject</button>{{/MAY_APPROVE}}{{#ONLY_REJECT}}<button class="btn">Reject</button>{{/ONLY_REJECT}}</div>
</form>{{/DECIDE}}
