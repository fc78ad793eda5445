#!/bin/sh
# Northwind (Microsoft) from its own files: docs/examples/northwind.sh FOLDER
#
# Columns whose names say what they are (CustomerID, CompanyName, OrderDate …) are found without being mapped.
# Each command prints one JSON object; a second run changes nothing. Total revenue: 1,265,793.04.
set -eu
folder=${1:?"usage: $0 FOLDER (the one with Customers.csv)"}
manage=$(dirname "$0")/../../manage.py
import() { "${PYTHON:-python3}" "$manage" import_data "$@"; }

import accounts "$folder/Customers.csv"

# The same file again: each customer has one contact.
import contacts "$folder/Customers.csv"

# The name of the category comes from a second file, by its id.
import products "$folder/Products.csv" --join "$folder/Categories.csv:CategoryID" --map line=CategoryName

# An order line has no date and no customer of its own: they come from the head of the order, by its id.
import sales "$folder/Order Details.csv" --join "$folder/Orders.csv:OrderID" \
    --map date=OrderDate account=CustomerID \
    --compute "net_amount=UnitPrice * Quantity * (1 - Discount)"
