{{%AUTOESCAPE context="HTML"}}
{{! To everyone, while the disk of the database has no room or can't be written. }}
<aside class="callout warning" aria-label="Disk"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div>The disk of this installation is full: nothing can be saved until there is room. What you see is still right. Tell whoever runs Rostrum.</div></aside>
