{{%AUTOESCAPE context="HTML"}}
{{! One erasure as erasure_view.h says: APPROVAL, HAND_OVER, TAKE_UP, MAY_CANCEL, MAY_ERASE, SEARCHING, IS_SEARCHED, NOT_SEARCHED, SCANNED, FOUND, FINDINGS (FINDING: MATCH SOURCE, LINK or PLAIN, REVIEWED or OPEN), MORE_FINDINGS, CERTIFICATE. }}
<div class="page-head">
<div>
<p class="crumbs"><a href="/settings/erasure">Erasure</a></p>
<h1>Erasure of {{PERSON}}</h1>
<div class="meta"><span class="chip state {{STATE_CLASS}}">{{STATE}}</span><span>{{ASKED_BY}} asked for it{{#ASKED}} <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/ASKED}}</span></div>
</div>
<div class="actions">{{#TAKE_UP}}<a class="btn primary" href="/users/{{USER_ID}}/erase">Take it up</a>{{/TAKE_UP}}{{#MAY_ERASE}}<form class="inline" method="post" action="{{ERASE_URL}}"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn danger">Erase now</button></form>{{/MAY_ERASE}}{{#MAY_CANCEL}}<form class="inline" method="post" action="{{CANCEL_URL}}"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn">Undo</button></form>{{/MAY_CANCEL}}</div>
</div>
<div class="stack">
<section class="panel"><div class="panel-head"><h2>What happens</h2>{{#APPROVAL}}<a href="{{APPROVAL_URL}}">Request and approval</a>{{/APPROVAL}}</div><div class="panel-body"><dl class="facts">{{#HAND_OVER}}<dt>Records go to</dt><dd>{{NEW_OWNER}}</dd>{{/HAND_OVER}}{{#DUE}}<dt>Can be undone until</dt><dd><time datetime="{{ISO}}" title="{{EXACT}}">{{EXACT}}</time></dd>{{/DUE}}{{#ENDED}}<dt>Ended</dt><dd><time datetime="{{ISO}}" title="{{EXACT}}">{{EXACT}}</time></dd>{{/ENDED}}<dt>Destroyed</dt><dd>The person's key, name, address, password, sessions and links; what they followed, read and kept; their name where comments mention them</dd><dt>Stays</dt><dd>What they wrote and did, as "Erased user"</dd></dl></div></section>
<section class="panel" id="texts"><div class="panel-head"><h2>Texts that may name the person</h2><span class="muted">{{FOUND}} of {{SCANNED}}</span></div><div class="panel-body stack">
{{#SEARCHING}}<form class="inline" method="post" action="{{SEARCH_URL}}" data-continue><input type="hidden" name="csrf" value="{{CSRF}}"><span role="status">Searching: {{SCANNED}} so far.</span> <button class="btn small">Continue searching</button></form>{{/SEARCHING}}
{{#IS_SEARCHED}}<p class="muted">Everything was searched. Change what names the person before they are erased: afterwards nobody knows what to look for.</p>{{/IS_SEARCHED}}{{#NOT_SEARCHED}}<p class="muted">The search was not finished.</p>{{/NOT_SEARCHED}}
{{#FINDINGS}}<ul class="rows">{{#FINDING}}<li><span>{{MATCH}} in {{#LINK}}<a href="{{FINDING_URL}}"><code>{{SOURCE}}</code></a>{{/LINK}}{{#PLAIN}}<code>{{SOURCE}}</code>{{/PLAIN}}</span> {{#REVIEWED}}<span class="chip state">Reviewed</span>{{/REVIEWED}}{{#OPEN}}<form class="inline" method="post" action="{{REVIEW_URL}}"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="finding" value="{{FINDING_ID}}"><button class="btn small quiet">Mark as reviewed</button></form>{{/OPEN}}</li>
{{/FINDING}}</ul>{{/FINDINGS}}{{#MORE_FINDINGS}}<p class="hint">The first 200. More show up as these are reviewed.</p>{{/MORE_FINDINGS}}
</div></section>
{{#CERTIFICATE}}<section class="panel"><div class="panel-head"><h2>Certificate</h2><a href="{{CERTIFICATE_URL}}">Download</a></div><div class="panel-body"><pre class="code" tabindex="0">{{NOTE:pre_escape}}</pre></div></section>{{/CERTIFICATE}}
</div>
