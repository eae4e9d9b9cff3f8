"""The proving ground: worlds → hunts → figures → a page that says what is found, what is missed and at what price.

    splits ─ which worlds may judge          run ─ plan → records, resumable, in several processes
    hide, replay, evasion ─ variants         sections ─ what is planned; summary ─ records → figures with intervals
    seen, metrics, figures ─ one record      document, plots, page ─ figures → text; prove ─ all of it for a user

Everything is measured on the product as shipped: worlds are written as logs and hunted in like any other. `worlds`
gives the fitting the same stages in process.
"""
