# The first start, the sample data, coming back after a restart, and stopping: texts of the page alone.

page-begin-export = Export your orders
page-begin-import = Import the file
page-begin-import-about = Drop it anywhere on this page, or choose it. Files are read on this computer and never leave it.
page-begin-look = See what to do and what you earned
page-begin-look-about = This page then shows what must be shipped, sales and charts. The page "{ page-menu-import }" says which other files make income, fees and profit exact.

page-sample-title = Just looking?
page-sample-start = Look around with sample data
page-sample-about = Invented orders in a temporary { -database }. Your own data stay as they are, and nothing of it is kept.
page-sample-banner = Sample data: invented orders, deleted when the program stops.
page-sample-back = Back to my own data

page-again-title = This address no longer works
page-again-why = Each start of the program has an address of its own, so that no other program can read your data. This one is of an earlier start, or this browser has not been let in yet.
page-again-start = Start the program again. The browser then opens the right address by itself.
page-again-printed = Or, where it is running, copy the address that it printed when it started, with everything after "?", into the address bar.
page-again-data = Your data are still there.

page-stop = Stop
page-stop-ask = Stop shopkit?
page-stop-not = Do not stop
