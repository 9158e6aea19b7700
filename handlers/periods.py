"""How long things are kept. People are told these figures, and what deletes goes by them."""

from datetime import timedelta

SESSION = timedelta(days=30)
"""Answers of somebody with neither a draft nor a reminder, from the person's last turn."""
DRAFT = timedelta(days=90)
"""A draft that has not been handed in, from its last change by the person."""
CASE = timedelta(days=180)
"""A draft that was handed in, from the day on which staff closed it."""
TURN = timedelta(days=30)
"""What was said."""
SENT = timedelta(days=7)
"""Replies that have arrived."""
LEDGER = timedelta(days=730)
"""The ledger, from the person's last turn."""
RECORD = timedelta(days=1096)
"""Consent given or refused, and who of the staff looked at what: three years."""
NOTICE = timedelta(days=14)
"""How long before a draft or a ledger is deleted the person is told."""
LEAST_NOTICE = timedelta(days=7)
"""Nothing is deleted that was announced more lately than that."""
BACKUP = timedelta(days=30)
"""Backups: longer than that nobody who was erased lies in one."""
DESK = timedelta(hours=12)
"""How long a member of staff stays signed in at the most."""
DESK_IDLE = timedelta(minutes=60)
"""The same while they do nothing."""
CODE = timedelta(minutes=30)
"""A one-time code is good for this long."""
